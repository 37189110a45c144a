// A message becomes a bubble: one drawer per type, both directions.

import { escapeHtml, rich, summary, timeOf } from "./format.js";

const TICK = '<svg viewBox="0 0 18 12" class="tick" aria-hidden="true"><path d="M1 6.5l3.600 3.600L12 2"/><path class="second" d="M7.400 9l1.200 1.100L16.800 2"/></svg>';
const TICK_NAMES = { accepted: "enviado", delivered: "entregado", read: "leído" };

function fileAddress(message, content) {
  const id = message.media_id ?? content?.id;
  return id ? `/sim/media/${encodeURIComponent(id)}` : "";
}

function picture(message, content, alt) {
  const address = fileAddress(message, content);
  if (!address) return `<div class="picture loading" role="img" aria-label="Cargando la imagen"></div>`;
  return `<a class="picture" href="${address}" target="_blank" rel="noopener"><img src="${address}" alt="${escapeHtml(alt)}" loading="lazy"></a>`;
}

function place(content) {
  const [lat, lon] = [Number(content.latitude), Number(content.longitude)];
  const address = `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lon}#map=14/${lat}/${lon}`;
  return `<a class="place" href="${address}" target="_blank" rel="noopener">
    <span class="map" aria-hidden="true"><i></i></span>
    <b>${escapeHtml(content.name ?? "Ubicación")}</b><small>${escapeHtml(content.address ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`)}</small></a>`;
}

function header(message, interactive) {
  const h = interactive.header;
  if (!h) return "";
  if (h.type === "text") return `<p class="heading">${rich(h.text)}</p>`;
  if (h.type === "image") return picture(message, h.image, "Imagen del mensaje");
  return `<a class="file" href="${fileAddress(message, h[h.type])}" target="_blank" rel="noopener">📄 Archivo</a>`;
}

function actions(interactive, tapped) {
  const a = interactive.action ?? {};
  switch (interactive.type) {
    case "button":
      return a.buttons.map(({ reply }) => {
        const done = tapped.has(reply.id);
        return `<button data-reply="${escapeHtml(reply.id)}" data-title="${escapeHtml(reply.title)}"${done ? " disabled" : ""}>${done ? "✓ " : ""}${escapeHtml(reply.title)}</button>`;
      }).join("");
    case "list": return `<button data-list class="with-icon">☰ ${escapeHtml(a.button)}</button>`;
    case "cta_url": return `<a class="with-icon" href="${escapeHtml(a.parameters.url)}" target="_blank" rel="noopener">↗ ${escapeHtml(a.parameters.display_text)}</a>`;
    case "location_request_message": return "<button data-place>📍 Enviar ubicación</button>";
    default: return "<button data-contact>☎ Compartir mi teléfono</button>";
  }
}

function templateText(message, templates) {
  const t = message.payload.template;
  const body = (t.components ?? []).find((c) => c.type === "body");
  const values = (body?.parameters ?? []).map((p) => p.text ?? "");
  const names = (body?.parameters ?? []).map((p, i) => p.parameter_name ?? String(i + 1));
  const text = templates[t.name];
  if (!text) return values.join(" · ") || t.name;
  return names.reduce((whole, name, i) => whole.replaceAll(`{{${name}}}`, values[i]), text);
}

function card(contact) {
  const phones = (contact.phones ?? []).map((one) => escapeHtml(one.phone ?? "")).join(" · ");
  return `<div class="file"><span aria-hidden="true">👤</span><span><b>${escapeHtml(contact.name?.formatted_name ?? "Contacto")}</b><br><small>${phones}</small></span></div>`;
}

function content(message, context) {
  const body = message.payload[message.type] ?? {};
  if (message.revoked) return '<p class="label">🚫 Eliminaste este mensaje</p>';
  if (message.edited !== null && message.edited !== undefined) return `<p>${rich(message.edited)}</p>`;
  switch (message.type) {
    case "text": return `<p>${rich(body.body)}</p>`;
    case "button": return `<p>${rich(body.text)}</p>`;
    case "template": return `<p class="label">Plantilla · ${escapeHtml(body.name)}</p><p>${rich(templateText(message, context.templates))}</p>`;
    case "image": return `${picture(message, body, body.caption ?? "Foto")}${body.caption ? `<p>${rich(body.caption)}</p>` : ""}`;
    case "sticker": return picture(message, body, "Sticker");
    case "video": return `<video controls preload="metadata" src="${fileAddress(message, body)}"></video>${body.caption ? `<p>${rich(body.caption)}</p>` : ""}`;
    case "audio": return `<audio controls preload="metadata" src="${fileAddress(message, body)}" aria-label="Audio"></audio>`;
    case "document": return `<a class="file" href="${fileAddress(message, body)}" target="_blank" rel="noopener"><span aria-hidden="true">📄</span><b>${escapeHtml(body.filename ?? "Documento")}</b></a>${body.caption ? `<p>${rich(body.caption)}</p>` : ""}`;
    case "location": return place(body);
    case "contacts": return message.payload.contacts.map(card).join("");
    case "interactive": {
      const reply = body.button_reply ?? body.list_reply;
      if (reply) return `<p>${rich(reply.title)}</p>${reply.description ? `<p class="footer">${rich(reply.description)}</p>` : ""}`;
      const footer = body.footer ? `<p class="footer">${rich(body.footer.text)}</p>` : "";
      return `${header(message, body)}<p>${rich(body.body?.text)}</p>${footer}`;
    }
    default: return `<p class="label">${escapeHtml(message.type)}</p>`;
  }
}

function quote(message, context) {
  const quoted = context.find(message.payload.context?.message_id ?? message.payload.context?.id);
  if (!quoted) return "";
  const author = quoted.direction === "out" ? context.business : "Vos";
  return `<div class="quote"><b>${escapeHtml(author)}</b><span>${rich(summary(quoted).slice(0, 90))}</span></div>`;
}

export function bubble(message, context) {
  const mine = message.direction === "in";
  const failed = message.status === "failed";
  const row = document.createElement("div");
  row.className = `row ${mine ? "mine" : "theirs"}${failed ? " failed" : ""}`;
  row.dataset.id = message.id;
  const ticks = mine ? `<span class="ticks ${message.status}" role="img" aria-label="${TICK_NAMES[message.status] ?? ""}">${TICK}</span>` : "";
  const media = ["image", "video", "sticker"].includes(message.type) ? " media" : "";
  const interactive = message.type === "interactive" && !mine ? message.payload.interactive : null;
  const buttons = interactive ? `<div class="actions">${actions(interactive, context.tapped(message.id))}</div>` : "";
  const why = failed ? `<p class="why">No le llegó al huésped (error ${message.error?.code ?? "?"})</p>` : "";
  const changed = message.edited && !message.revoked ? "<i>editado</i>" : "";
  const menu = failed || message.revoked ? "" : '<button class="more" data-more aria-label="Opciones del mensaje">⌄</button>';
  const reaction = message.reaction ? `<span class="reaction">${escapeHtml(message.reaction)}</span>` : "";
  row.innerHTML = `<div class="bubble${media}">${menu}${quote(message, context)}${content(message, context)}${why}
    <span class="stamp">${changed}${timeOf(message.at)}${ticks}</span>${reaction}</div>${failed ? "" : buttons}`;
  return row;
}
