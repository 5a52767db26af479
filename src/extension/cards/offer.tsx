import type { OptionalPermission, Wish } from "../policy/optional-permissions.ts";
import { TEXTS } from "../texts.ts";
import { CommandButton } from "./command-button.tsx";
import { send } from "./worker-link.ts";

/** What a client asked Chrome for in vain, and the person can give. */
export function Offer({ wish }: { wish: Wish }) {
  return wish === "fileAccess" ? <FileAccessOffer /> : <PermissionOffer permission={wish} />;
}

/** Chrome lets no extension switch it on, nor ask for it. */
function FileAccessOffer() {
  const texts = TEXTS.panel;
  const url = `chrome://extensions/?id=${chrome.runtime.id}`;
  return (
    <section class="card asking" aria-labelledby="file-access">
      <h2 id="file-access">{texts.wishesFiles}</h2>
      <p class="small">{texts.wishesFilesMore}</p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void chrome.tabs.create({ url })}>
          {texts.openSettings}
        </button>
        <CommandButton command={{ do: "drop_wish", wish: "fileAccess" }}>
          {texts.dropWish}
        </CommandButton>
      </div>
    </section>
  );
}

function PermissionOffer({ permission }: { permission: OptionalPermission }) {
  const texts = TEXTS.panel;
  const { name, more } = TEXTS.permissions[permission];
  // Chrome opens its own question only for a button that was pressed just now, so it is asked from here.
  const ask = async () => {
    const given = await chrome.permissions.request({ permissions: [permission] });
    if (given) await send({ do: "drop_wish", wish: permission });
  };
  return (
    <section class="card asking" aria-labelledby={permission}>
      <h2 id={permission}>{texts.wishes(name)}</h2>
      <p class="small">{texts.wishesMore(more)}</p>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          data-permission={permission}
          onClick={() => void ask()}
        >
          {texts.allowWish}
        </button>
        <CommandButton command={{ do: "drop_wish", wish: permission }}>
          {texts.dropWish}
        </CommandButton>
      </div>
    </section>
  );
}
