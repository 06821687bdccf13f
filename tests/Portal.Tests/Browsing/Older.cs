namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Takes from a browser of today what Chromium 86 did not have: the oldest web view that we serve.</summary>
internal static class Older
{
    public const string Script = """
        (() => {
          const gone = (of, ...names) => { for (const name of names) if (of && name in of) try { delete of[name]; } catch {} };
          gone(Array.prototype, "at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with");
          gone(Object.getPrototypeOf(Int8Array.prototype), "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with", "toHex", "toBase64");
          gone(String.prototype, "at", "isWellFormed", "toWellFormed");
          gone(Array, "fromAsync"); gone(Object, "hasOwn", "groupBy"); gone(Map, "groupBy"); gone(Promise, "withResolvers", "try"); gone(RegExp, "escape");
          gone(Set.prototype, "union", "intersection", "difference", "symmetricDifference", "isSubsetOf", "isSupersetOf", "isDisjointFrom");
          gone(window, "structuredClone", "reportError", "scheduler", "navigation", "Navigation", "Iterator", "URLPattern", "CloseWatcher", "Sanitizer", "EditContext");
          gone(Intl, "Segmenter", "DurationFormat"); gone(Crypto.prototype, "randomUUID"); gone(AbortSignal, "timeout", "any", "abort"); gone(AbortSignal.prototype, "throwIfAborted", "reason");
          gone(Document, "parseHTMLUnsafe", "parseHTML"); gone(Document.prototype, "startViewTransition", "moveBefore");
          gone(Element.prototype, "checkVisibility", "setHTML", "setHTMLUnsafe", "getHTML", "moveBefore", "ariaNotify", "computedStyleMap");
          gone(DocumentFragment.prototype, "moveBefore"); gone(HTMLElement.prototype, "showPopover", "hidePopover", "togglePopover", "inert", "popover");
          gone(HTMLInputElement.prototype, "showPicker"); gone(HTMLSelectElement.prototype, "showPicker"); gone(HTMLDialogElement.prototype, "requestClose");
          gone(Blob.prototype, "bytes"); gone(Response, "json"); gone(Response.prototype, "bytes"); gone(URL, "parse", "canParse"); gone(FileSystemHandle && window, "showOpenFilePicker");
          gone(HTMLCanvasElement.prototype, "configureHighDynamicRange"); gone(CanvasRenderingContext2D.prototype, "roundRect", "reset", "conicGradient", "createConicGradient");
        })();
        """;

    /// <summary>What a style sheet of ours may not say: Chromium 86 leaves out the whole rule.</summary>
    public static readonly string[] Styles = [":has(", ":is(", ":where(", "@layer", "@container", "@property", "@scope", "{inset:", ";inset:", "inset-inline", "aspect-ratio:", "dvh", "svh", "lvh", "color-mix(", "oklch(", "light-dark(", "{translate:", ";translate:", "text-wrap:", "subgrid", "{&", " width>", " width<"];
}
