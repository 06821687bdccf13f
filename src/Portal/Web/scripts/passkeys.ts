// Passkeys: carries what the server asks to the device, and what the device answers into the form. Without script, or on a browser that
// knows no passkeys, the form stays hidden and the password works.

const bytes = (text: string): Uint8Array<ArrayBuffer> => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const read = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at++) read[at] = plain.charCodeAt(at);
  return read;
};
const text = (buffer: ArrayBuffer | null): string | undefined =>
  buffer === null ? undefined : btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

interface Descriptor { id: string; type: "public-key"; transports?: AuthenticatorTransport[] }
const known = (list: Descriptor[] | undefined): PublicKeyCredentialDescriptor[] => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }));

async function create(asked: any): Promise<object> {
  const made = await navigator.credentials.create({
    publicKey: { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: known(asked.excludeCredentials) },
  }) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    ...common(made),
    response: { attestationObject: text(answer.attestationObject), clientDataJSON: text(answer.clientDataJSON), transports: answer.getTransports ? answer.getTransports() : [] },
  };
}

async function get(asked: any): Promise<object> {
  const made = await navigator.credentials.get({ publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) } }) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAssertionResponse;
  return {
    ...common(made),
    response: { authenticatorData: text(answer.authenticatorData), clientDataJSON: text(answer.clientDataJSON), signature: text(answer.signature), userHandle: text(answer.userHandle) },
  };
}

const common = (made: PublicKeyCredential) => ({
  id: made.id,
  rawId: text(made.rawId),
  type: made.type,
  clientExtensionResults: made.getClientExtensionResults(),
  authenticatorAttachment: made.authenticatorAttachment ?? undefined,
});

function offer(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  const said = form.querySelector<HTMLElement>("[data-said]");
  if (!field || !said || !("PublicKeyCredential" in window)) return;
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    event.stopImmediatePropagation();
    said.textContent = "";
    try {
      const answer = await fetch(form.dataset.options!, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const asked = await answer.json();
      field.value = JSON.stringify(form.dataset.passkey === "create" ? await create(asked) : await get(asked));
      form.submit();
    } catch {
      said.textContent = form.dataset.failed ?? "";
    }
  });
}

document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(offer);
