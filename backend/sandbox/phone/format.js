// Text as a chat shows it: *bold*, _italic_, ~strike~, `code`, line breaks and links, everything else escaped.

const ZONE = "America/Argentina/Buenos_Aires";
const URL_SHAPE = /(https?:\/\/[^\s<]+[^\s<.,:;"')\]!?])/g;
const MARKS = [
  [/```([^`]+?)```/g, "code"],
  [/`([^`\n]+?)`/g, "code"],
  [/(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/g, "b"],
  [/(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])/g, "i"],
  [/(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/g, "s"],
];

export function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

export function rich(text) {
  // Odd pieces are the links: marks inside an address are part of the address.
  return String(text ?? "").split(URL_SHAPE).map((piece, i) => {
    const safe = escapeHtml(piece);
    if (i % 2) return `<a href="${safe}" target="_blank" rel="noopener">${safe}</a>`;
    return MARKS.reduce((html, [shape, tag]) => html.replace(shape, `<${tag}>$1</${tag}>`), safe).replace(/\n/g, "<br>");
  }).join("");
}

const clock = new Intl.DateTimeFormat("es-AR", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });
const longDay = new Intl.DateTimeFormat("es-AR", { weekday: "long", day: "numeric", month: "long", timeZone: ZONE });

export const timeOf = (seconds) => clock.format(seconds * 1000);
export const dayOf = (seconds) => dayKey.format(seconds * 1000);

export function dayName(seconds, now) {
  if (dayOf(seconds) === dayOf(now)) return "Hoy";
  if (dayOf(seconds) === dayOf(now - 86400)) return "Ayer";
  return longDay.format(seconds * 1000);
}

export function initials(name) {
  return name.replace(/[^\p{L}\p{N} ]/gu, "").trim().split(/\s+/).slice(0, 2).map((w) => w[0] ?? "").join("").toUpperCase() || "?";
}

export function hueOf(text) {
  return [...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7);
}

// One line for the list of chats and for quoted messages.
export function summary(message) {
  const p = message.payload;
  const body = p[message.type] ?? {};
  switch (message.type) {
    case "text": return body.body;
    case "interactive": return body.body?.text ?? body.button_reply?.title ?? body.list_reply?.title ?? "Mensaje";
    case "button": return body.text;
    case "image": return `📷 ${body.caption ?? "Foto"}`;
    case "audio": return "🎤 Audio";
    case "video": return "🎬 Video";
    case "document": return `📄 ${body.filename ?? "Documento"}`;
    case "location": return `📍 ${body.name ?? "Ubicación"}`;
    case "contacts": return `👤 ${p.contacts?.[0]?.name?.formatted_name ?? "Contacto"}`;
    case "edit": return "Editó un mensaje";
    case "revoke": return "Eliminó un mensaje";
    case "template": return `Plantilla ${body.name}`;
    case "reaction": return `Reaccionó ${body.emoji ?? ""}`;
    default: return message.type;
  }
}
