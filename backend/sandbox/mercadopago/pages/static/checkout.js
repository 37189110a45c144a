"use strict";

// The time left, counted from what the server said: the simulated clock may be far from this machine's.
const timer = document.querySelector(".countdown");
if (timer) {
  const end = performance.now() + Number(timer.dataset.left) * 1000;
  const show = () => {
    const left = Math.round((end - performance.now()) / 1000);
    if (left <= 0) {
      location.reload();
      return;
    }
    const hours = Math.floor(left / 3600);
    const clock = [Math.floor((left % 3600) / 60), left % 60].map((n) => String(n).padStart(2, "0")).join(":");
    timer.innerHTML = `Tenés <b>${hours ? `${hours}:` : ""}${clock}</b> para completar el pago`;
    timer.classList.toggle("soon", left < 300);
    setTimeout(show, 1000);
  };
  show();
}

// One press, one payment.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
}

// A payment under review may be decided elsewhere: by the clock, or by a test.
const result = document.querySelector("[data-payment]");
if (result && ["in_process", "pending", "authorized"].includes(result.dataset.status)) {
  setInterval(async () => {
    const answer = await fetch(`/sim/payments/${result.dataset.payment}`);
    if (answer.ok && (await answer.json()).status !== result.dataset.status) location.reload();
  }, 1500);
}

const back = document.querySelector("[data-auto-return]");
if (back) setTimeout(() => { location.href = back.href; }, Number(back.dataset.autoReturn) * 1000);
