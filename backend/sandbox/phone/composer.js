// What the guest's thumbs do below the chat: words, files, a place, a voice note.

const KINDS = ["image", "audio", "video"];

export function asBase64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

export function buildComposer(send, complain) {
  const $ = (id) => document.getElementById(id);
  const [form, text, button, menu, attach, file] = ["composer", "text", "send", "attach-menu", "attach", "file"].map($);
  let recorder = null;

  function fit() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 130)}px`;
    const writing = text.value.trim() !== "";
    form.classList.toggle("writing", writing);
    button.setAttribute("aria-label", writing ? "Enviar" : recorder ? "Terminar y enviar el audio" : "Grabar un audio");
  }

  async function record() {
    if (recorder) {
      recorder.stop();
      return;
    }
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const type = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus"].find((t) => MediaRecorder.isTypeSupported(t));
    recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    const pieces = [];
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = async () => {
      stream.getTracks().forEach((track) => track.stop());
      const blob = new Blob(pieces, { type: recorder.mimeType });
      recorder = null;
      form.classList.remove("recording");
      fit();
      send({ type: "audio", voice: true, mime_type: blob.type, data_base64: await asBase64(blob) });
    };
    recorder.start();
    form.classList.add("recording");
    fit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (!words) {
      record().catch(() => complain("No se pudo usar el micrófono. Podés adjuntar un audio con el botón +."));
      return;
    }
    text.value = "";
    fit();
    text.focus();
    send({ type: "text", text: words });
  });
  text.addEventListener("input", fit);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (text.value.trim()) form.requestSubmit();
    }
  });

  function openMenu(open) {
    menu.hidden = !open;
    attach.setAttribute("aria-expanded", String(open));
  }
  attach.addEventListener("click", (event) => { event.stopPropagation(); openMenu(menu.hidden); });
  document.addEventListener("click", () => openMenu(false));
  $("attach-file").addEventListener("click", () => file.click());
  $("attach-place").addEventListener("click", () => send({ type: "location" }));
  $("attach-contact").addEventListener("click", () => send({ type: "contact" }));
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    const family = chosen.type.split("/")[0];
    const kind = KINDS.includes(family) ? family : "document";
    const message = { type: kind, mime_type: chosen.type || undefined, data_base64: await asBase64(chosen) };
    send(kind === "document" ? { ...message, filename: chosen.name } : message);
  });
  fit();
}
