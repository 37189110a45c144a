// The simulator's control API, as the page uses it.

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(content?.detail ?? `El simulador respondió ${answer.status}`);
  return content;
}

export const api = {
  about: () => call("GET", "/sim/about"),
  guests: () => call("GET", "/sim/guests"),
  meet: (waId, name) => call("PUT", `/sim/guests/${waId}`, name ? { name } : {}),
  chat: (waId) => call("GET", `/sim/guests/${waId}/messages`),
  send: (waId, message) => call("POST", `/sim/guests/${waId}/messages`, message),
  look: (waId) => call("POST", `/sim/guests/${waId}/read`),
  faults: () => call("GET", "/sim/faults"),
  addFault: (fault) => call("POST", "/sim/faults", fault),
  removeFault: (id) => call("DELETE", `/sim/faults/${id}`),
  moveClock: (seconds) => call("PUT", "/sim/clock", { advance_seconds: seconds }),
  playBusiness: (waId, kind, text) => call("POST", "/sim/webhooks/business", { wa_id: waId, kind, text }),
  clear: () => call("DELETE", "/sim/state"),
};
