// The phone: which guest is in hand, the chat on its screen, and the live events that change it.

import { api } from "./api.js";
import { bubble } from "./bubbles.js";
import { buildComposer } from "./composer.js";
import { dayName, dayOf, escapeHtml, hueOf, initials, rich, summary, timeOf } from "./format.js";
import { buildLab } from "./lab.js";

const DEFAULT = { waId: "5492944123456", name: "Ana" };
const TYPING_LASTS = 25_000;
const $ = (id) => document.getElementById(id);
const chat = $("chat");
const state = { waId: "", guests: new Map(), messages: new Map(), about: { templates: {}, links: [], business: {} }, skew: 0, about_message: null };
let typingTimer = 0;

const now = () => Date.now() / 1000 + state.skew;
const atEnd = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 90;
// The end is followed until the guest scrolls up by hand; what arrives or loads meanwhile never counts as that.
let following = true;

function complain(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(complain.timer);
  complain.timer = setTimeout(() => { $("toast").hidden = true; }, 4500);
}

// ---- the message that the next one is about: an answer to it, or other words for it

function about(message, how) {
  state.about_message = message ? { id: message.id, how } : null;
  $("about").hidden = !message;
  if (!message) return;
  $("about-text").textContent = `${how === "edit" ? "Editando" : "Respondiendo a"}: ${message.edited ?? summary(message)}`.slice(0, 120);
  if (how === "edit") {
    $("text").value = message.edited ?? message.payload.text.body;
    $("text").dispatchEvent(new Event("input"));
  }
  $("text").focus();
}

function withAbout(message) {
  const target = state.about_message;
  about(null);
  if (!target) return message;
  if (target.how === "edit" && message.type === "text") return { ...message, type: "edit", message_id: target.id };
  return { context_id: target.id, ...message };
}

const context = {
  get templates() { return state.about.templates; },
  get business() { return state.about.business.name; },
  find: (id) => state.messages.get(id),
  tapped: (id) => new Set([...state.messages.values()]
    .filter((m) => m.direction === "in" && m.payload.context?.id === id)
    .map((m) => m.payload.interactive?.button_reply?.id)),
};

// ---- the chat on the screen

function draw() {
  chat.replaceChildren();
  for (const message of state.messages.values()) append(message);
  toEnd(true);
}

function append(message) {
  if (["reaction", "edit", "revoke"].includes(message.type)) return;
  const day = dayOf(message.at);
  if (chat.dataset.day !== day || !chat.childElementCount) {
    const separator = document.createElement("p");
    separator.className = "day";
    separator.textContent = dayName(message.at, now());
    chat.append(separator);
    chat.dataset.day = day;
  }
  const row = bubble(message, context);
  row.classList.toggle("first", !chat.lastElementChild?.classList.contains(message.direction === "in" ? "mine" : "theirs"));
  chat.append(row);
}

function redraw(id) {
  const old = chat.querySelector(`[data-id="${CSS.escape(id)}"]`);
  if (!old || !state.messages.has(id)) return;
  const fresh = bubble(state.messages.get(id), context);
  fresh.classList.toggle("first", old.classList.contains("first"));
  fresh.classList.add("still");
  old.replaceWith(fresh);
  if (following) toEnd(true);
}

function toEnd(jump) {
  following = true;
  chat.scrollTo({ top: chat.scrollHeight, behavior: jump ? "instant" : "smooth" });
}

function typing(on) {
  clearTimeout(typingTimer);
  $("presence").textContent = on ? "escribiendo…" : "en línea";
  chat.querySelector(".dots")?.remove();
  if (!on) return;
  const dots = document.createElement("div");
  dots.className = "row theirs first dots";
  dots.innerHTML = '<div class="bubble" aria-hidden="true"><i></i><i></i><i></i></div>';
  chat.append(dots);
  if (following) toEnd();
  typingTimer = setTimeout(() => typing(false), TYPING_LASTS);
}

function look() {
  clearTimeout(look.timer);
  look.timer = setTimeout(() => {
    if (document.hidden || !state.waId) return;
    api.look(state.waId).then(() => {
      const guest = state.guests.get(state.waId);
      if (guest) guest.unread = 0;
      drawGuests();
    }).catch(() => {});
  }, 350);
}

async function send(message) {
  try {
    await api.send(state.waId, { name: state.guests.get(state.waId)?.name, ...withAbout(message) });
  } catch (error) { complain(error.message); }
  toEnd();
}

// ---- lists that rise from below

let sheetFrom = null;
function openSheet(message, opener) {
  const { action, header } = message.payload.interactive;
  sheetFrom = opener;
  $("sheet-title").textContent = header?.text ?? action.button;
  $("sheet-rows").innerHTML = action.sections.map((section) => `${section.title ? `<h3>${escapeHtml(section.title)}</h3>` : ""}
    <ul>${section.rows.map((row) => `<li><button data-row="${escapeHtml(row.id)}"><span><b>${escapeHtml(row.title)}</b>
    ${row.description ? `<small>${escapeHtml(row.description)}</small>` : ""}</span><i aria-hidden="true"></i></button></li>`).join("")}</ul>`).join("");
  const rows = new Map(action.sections.flatMap((section) => section.rows).map((row) => [row.id, row]));
  $("sheet-rows").onclick = (event) => {
    const id = event.target.closest("[data-row]")?.dataset.row;
    if (id === undefined) return;
    closeSheet();
    const { title, description } = rows.get(id);
    send({ type: "list_reply", id, title, description, context_id: message.id });
  };
  $("sheet-back").hidden = false;
  $("sheet-rows").querySelector("button")?.focus({ preventScroll: true });
}

const REACTIONS = ["👍", "❤️", "😂", "🙏", "😮"];
function openOptions(message, opener) {
  sheetFrom = opener;
  const mine = message.direction === "in";
  const rows = [["reply", "↩ Responder"]];
  if (mine && message.type === "text") rows.push(["edit", "✎ Editar"]);
  if (mine) rows.push(["revoke", "🗑 Eliminar para todos"]);
  $("sheet-title").textContent = "Mensaje";
  const faces = mine ? "" : `<div class="faces">${REACTIONS.map((face) => `<button data-face="${face}" aria-label="Reaccionar con ${face}"${message.reaction === face ? ' aria-pressed="true"' : ""}>${face}</button>`).join("")}</div>`;
  $("sheet-rows").innerHTML = `${faces}<ul>${rows.map(([what, words]) => `<li><button data-what="${what}"><b>${words}</b></button></li>`).join("")}</ul>`;
  $("sheet-rows").onclick = (event) => {
    const { face, what } = event.target.closest("button")?.dataset ?? {};
    if (!face && !what) return;
    closeSheet();
    // The same face once more takes it back.
    if (face) send({ type: "reaction", message_id: message.id, emoji: message.reaction === face ? undefined : face });
    else if (what === "revoke") send({ type: "revoke", message_id: message.id });
    else about(message, what);
  };
  $("sheet-back").hidden = false;
  $("sheet-rows").querySelector("button")?.focus({ preventScroll: true });
}

function closeSheet() {
  $("sheet-back").hidden = true;
  sheetFrom?.focus();
}

chat.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const message = state.messages.get(event.target.closest("[data-id]")?.dataset.id);
  if (!pressed || !message) return;
  if ("more" in pressed.dataset) openOptions(message, pressed);
  else if ("reply" in pressed.dataset) {
    pressed.disabled = true;
    send({ type: "button_reply", id: pressed.dataset.reply, title: pressed.dataset.title, context_id: message.id });
  } else if ("list" in pressed.dataset) openSheet(message, pressed);
  else if ("place" in pressed.dataset) send({ type: "location", context_id: message.id });
  else if ("contact" in pressed.dataset) {
    const contact = { name: { formatted_name: state.guests.get(state.waId).name }, phones: [{ phone: `+${state.waId}`, wa_id: state.waId }], origin: "contact_request" };
    send({ message: { type: "contacts", contacts: [contact] }, context_id: message.id });
  }
});

// ---- guests

function drawWindow() {
  const opened = state.guests.get(state.waId)?.last_inbound_at;
  const left = opened ? opened + 86400 - now() : 0;
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
  $("window").classList.toggle("closed", left <= 0);
  $("window").textContent = left > 0 ? `${hours} h ${String(minutes).padStart(2, "0")}` : "24 h cerradas";
  $("clock").textContent = new Date(now() * 1000).toLocaleString("es-AR", { timeZone: "America/Argentina/Buenos_Aires" });
}

function drawGuests() {
  drawWindow();
  const rows = [...state.guests.values()].map((guest) => {
    const last = guest.last_message;
    const current = guest.wa_id === state.waId;
    return `<li><a href="#guest=${guest.wa_id}"${current ? ' aria-current="true"' : ""}>
      <span class="face" style="--hue:${hueOf(guest.wa_id + guest.name)}" aria-hidden="true">${escapeHtml(initials(guest.name))}</span>
      <span class="line"><b>${escapeHtml(guest.name)}</b><small>${last ? rich(summary(last)).replace(/<[^>]+>/g, " ") : `+${guest.wa_id}`}</small></span>
      <span class="side-notes"><time>${last ? timeOf(last.at) : ""}</time>${guest.unread && !current ? `<span class="badge" aria-label="${guest.unread} sin leer">${guest.unread}</span>` : ""}</span></a></li>`;
  });
  $("guest-list").innerHTML = rows.join("");
  const others = [...state.guests.values()].filter((g) => g.wa_id !== state.waId).reduce((sum, g) => sum + g.unread, 0);
  $("others-unread").hidden = !others;
  $("others-unread").textContent = others;
  const name = state.guests.get(state.waId)?.name ?? "";
  document.title = `${others ? `(${others}) ` : ""}${name} · Teléfono del huésped`;
}

const chosen = () => new URLSearchParams(location.hash.slice(1)).get("guest")?.replace(/\D/g, "") || DEFAULT.waId;

async function pick() {
  const waId = chosen();
  if (!state.guests.has(waId)) {
    const guest = await api.meet(waId, waId === DEFAULT.waId ? DEFAULT.name : undefined);
    state.guests.set(waId, guest);
  }
  state.waId = waId;
  about(null);
  $("text").blur();
  typing(false);
  closePanels();
  state.messages = new Map((await api.chat(waId)).map((message) => [message.id, message]));
  draw();
  drawGuests();
  look();
}

async function reload() {
  state.about = await api.about();
  state.skew = state.about.now - Date.now() / 1000;
  $("business").textContent = state.about.business.name;
  state.guests = new Map((await api.guests()).map((guest) => [guest.wa_id, guest]));
  await pick();
}

$("guest-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const waId = form.get("phone").replace(/\D/g, "");
  try {
    state.guests.set(waId, await api.meet(waId, form.get("name").trim()));
    event.target.reset();
    event.target.closest("details").open = false;
    location.hash = `guest=${waId}`;
  } catch (error) { complain(error.message); }
});

// ---- live events

function receive(event) {
  const { type, wa_id: waId } = event;
  if (type === "cleared") {
    reload();
    return;
  }
  if (type === "guest") {
    const known = state.guests.get(waId);
    state.guests.set(waId, { ...event.guest, unread: known?.unread ?? event.guest.unread });
  }
  if (type === "clock") {
    state.skew = event.now - Date.now() / 1000;
    drawWindow();
  }
  const here = waId === state.waId;
  if (type === "typing" && here) typing(event.on);
  if (type === "message") arrive(event.message, here);
  if (type === "update" && here) {
    state.messages.set(event.message.id, event.message);
    redraw(event.message.id);
  }
  drawGuests();
}

function arrive(message, here) {
  const guest = state.guests.get(message.wa_id);
  if (guest) {
    guest.last_message = message;
    if (message.direction === "out") guest.unread += 1;
    else if (!["edit", "revoke"].includes(message.type)) guest.last_inbound_at = message.at;
  }
  if (!here || state.messages.has(message.id)) return;
  const dots = chat.querySelector(".dots");
  dots?.remove();
  state.messages.set(message.id, message);
  append(message);
  if (dots && message.direction === "in") chat.append(dots);
  if (message.payload.context?.id) redraw(message.payload.context.id);
  if (following || message.direction === "in") toEnd();
  if (message.direction === "out") look();
}

function listen() {
  const source = new EventSource("/sim/events");
  source.onmessage = (event) => receive(JSON.parse(event.data));
  let lost = false;
  source.onerror = () => { lost = true; $("presence").textContent = "sin conexión con el simulador"; };
  source.onopen = () => { if (lost) { lost = false; reload(); } };
}

// ---- panels on a narrow screen

function openPanel(id) {
  $(id).classList.add("open");
  $("veil").hidden = false;
  $(id).querySelector("[data-close]").focus();
}
function closePanels() {
  document.querySelectorAll(".side.open").forEach((side) => side.classList.remove("open"));
  $("veil").hidden = true;
}
$("open-guests").addEventListener("click", () => openPanel("guests"));
$("open-lab").addEventListener("click", () => openPanel("lab"));
$("veil").addEventListener("click", closePanels);
document.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", closePanels));
$("sheet-close").addEventListener("click", closeSheet);
$("sheet-back").addEventListener("click", (event) => { if (event.target === $("sheet-back")) closeSheet(); });
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (!$("sheet-back").hidden) closeSheet();
  closePanels();
});
chat.addEventListener("scroll", () => { $("to-end").hidden = following || atEnd(); });
for (const byHand of ["wheel", "touchmove", "keydown"]) {
  chat.addEventListener(byHand, () => requestAnimationFrame(() => { following = atEnd(); }), { passive: true });
}
chat.addEventListener("load", (event) => { if (event.target.tagName === "IMG" && following) toEnd(true); }, true);
$("to-end").addEventListener("click", () => toEnd());
$("about-close").addEventListener("click", () => about(null));
for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", () => api.moveClock(Number(button.dataset.hours) * 3600).catch((error) => complain(error.message)));
}
for (const button of document.querySelectorAll("[data-business]")) {
  button.addEventListener("click", () => api.playBusiness(state.waId, button.dataset.business, "Hola, soy el dueño. Ya lo veo.").catch((error) => complain(error.message)));
}
setInterval(drawWindow, 20_000);
$("clear").addEventListener("click", async () => {
  if (confirm("¿Borrar todos los chats y todas las fallas? El sistema conserva sus datos.")) await api.clear();
});
window.addEventListener("hashchange", () => pick().catch((error) => complain(error.message)));
document.addEventListener("visibilitychange", look);

buildComposer(send, complain);
buildLab($("faults"), complain);
reload().then(() => {
  const links = state.about.links;
  $("links-title").hidden = !links.length;
  $("links").innerHTML = links.map((l) => `<li><a href="${escapeHtml(l.url)}" target="_blank" rel="noopener">${escapeHtml(l.label)} ↗</a></li>`).join("");
  listen();
}).catch((error) => complain(error.message));
