// The laboratory: each switch is a fault that stays in force until it is turned off.

import { api } from "./api.js";

const SWITCHES = [
  ["Al enviar", [
    ["Meta falla y no se sabe", "Error 131000: responde que algo salió mal. El mensaje puede haber salido o no; acá, no salió.", { on: "messages", kind: "error", code: 131000, http: 500 }],
    ["Meta falla, pero el mensaje llegó", "El mismo 131000 después de entregar. Reenviar a ciegas lo duplicaría.", { on: "messages", kind: "error", code: 131000, http: 500, accepted: true }],
    ["Demasiados por segundo", "Error 130429: el número pasó su límite. Hay que esperar y reintentar.", { on: "messages", kind: "error", code: 130429 }],
    ["Demasiados a este huésped", "Error 131056: muchos mensajes seguidos a la misma persona.", { on: "messages", kind: "error", code: 131056 }],
    ["Meta lenta", "Cada llamada tarda 4 segundos.", { on: "messages", kind: "latency", seconds: 4 }],
    ["Se corta la conexión", "El mensaje llega, la respuesta no.", { on: "messages", kind: "drop", accepted: true }],
  ]],
  ["Avisos al sistema", [
    ["Se pierden los tildes", "El sistema no se entera de lo entregado ni de lo leído.", { on: "status_webhook", kind: "lose" }],
    ["Se pierde lo que escribís", "Tus mensajes quedan con un solo tilde y nadie los recibe.", { on: "inbound_webhook", kind: "lose" }],
    ["Todo llega repetido", "Cada mensaje tuyo se avisa tres veces. La respuesta tiene que ser una.", { on: "inbound_webhook", kind: "duplicate", copies: 2 }],
    ["Se pierde nuestro 200", "El sistema contesta, Meta no lo oye y vuelve a avisar lo mismo.", { on: "inbound_webhook", kind: "unheard" }],
    ["Avisos con demora", "Lo que escribís tarda 5 segundos en llegar.", { on: "inbound_webhook", kind: "latency", seconds: 5 }],
  ]],
];

function same(fault, spec) {
  return fault.times === null && !fault.contains && fault.on === spec.on && fault.kind === spec.kind
    && (spec.code === undefined || fault.code === spec.code)
    && (spec.kind !== "error" || fault.accepted === Boolean(spec.accepted));
}

export function buildLab(root, complain) {
  const boxes = [];
  for (const [title, switches] of SWITCHES) {
    const group = document.createElement("fieldset");
    group.innerHTML = `<legend>${title}</legend>`;
    for (const [name, meaning, spec] of switches) {
      const label = document.createElement("label");
      label.className = "switch";
      label.innerHTML = `<input type="checkbox" role="switch"><span class="knob" aria-hidden="true"></span><span><b>${name}</b><small>${meaning}</small></span><output></output>`;
      const box = label.querySelector("input");
      box.addEventListener("change", async () => {
        try {
          if (box.checked) await api.addFault({ ...spec, times: null });
          else await Promise.all((await api.faults()).filter((f) => same(f, spec)).map((f) => api.removeFault(f.id)));
        } catch (error) { complain(error.message); }
        refresh();
      });
      boxes.push([box, label.querySelector("output"), spec]);
      group.append(label);
    }
    root.append(group);
  }
  async function refresh() {
    const faults = await api.faults().catch(() => []);
    let active = 0;
    for (const [box, output, spec] of boxes) {
      const fault = faults.find((f) => same(f, spec));
      box.checked = Boolean(fault);
      active += fault ? 1 : 0;
      output.textContent = fault?.hits ? `${fault.hits}×` : "";
    }
    document.body.classList.toggle("broken", active > 0);
  }
  refresh();
  setInterval(() => { if (!document.hidden) refresh(); }, 2000);
}
