// Passkeys. <… data-passkey-at="https://here" hidden> is shown where this browser can do it and stands at that address.
// <form data-passkey="get" data-passkey-begin="/url"> asks there what the device is to sign; data-passkey="create" has it in
// data-passkey-options. The device's answer goes into the field "credential", and the form is sent like any other.
const can = window.isSecureContext && window.PublicKeyCredential && navigator.credentials;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

for (const part of document.querySelectorAll("[data-passkey-at]")) {
  if (!can || part.dataset.passkeyAt !== location.origin) continue;
  part.hidden = false;
  if (part.matches("form[data-passkey]")) ready(part);
}

function ready(form) {
  const button = form.querySelector("button[type=button]");
  const trouble = form.querySelector("[data-passkey-trouble]");
  for (const other of document.querySelectorAll("[data-passkey-else]")) other.hidden = true;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(form.dataset.passkey === "create" ? await create(form) : await get(form));
      form.requestSubmit();
    } catch {
      trouble.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}

async function create(form) {
  const asked = JSON.parse(form.dataset.passkeyOptions);
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    },
  });
  return written(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get(form) {
  const answer = await fetch(form.dataset.passkeyBegin, {
    method: "POST",
    credentials: "same-origin",
    headers: { accept: "application/json" },
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const asked = await answer.json();
  const given = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) },
  });
  return written(given, {
    authenticatorData: text(given.response.authenticatorData),
    signature: text(given.response.signature),
    userHandle: given.response.userHandle ? text(given.response.userHandle) : null,
  });
}

// Written out here rather than by toJSON, which older browsers and some password managers leave out.
function written(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    clientExtensionResults: credential.getClientExtensionResults?.() ?? {},
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}
