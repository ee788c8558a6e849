namespace CheckIn.Browser.Tests.Chromium;

/// <summary>
/// What can be measured of a page's look: nothing scrolls sideways, every text stands out from what is behind it (WCAG 2.2,
/// 1.4.3), every control has a name, and on a phone is large enough for a finger (2.5.5).
/// </summary>
internal static class PageCheck
{
    /// <summary>What is wrong with the page that the browser shows, in words; empty = nothing.</summary>
    internal static IReadOnlyList<string> Of(Driver driver, Look look) =>
        [.. ((IEnumerable<object>)driver.Run(Given(look) + Script)!).Cast<string>()];

    private static string Given(Look look) =>
        $"const isPhone = {(look.IsPhone ? "true" : "false")}, width = {look.Width};";

    private const string Script = """
        const found = [];
        const root = document.documentElement;
        // A phone makes its window as wide as what does not fit into it.
        if (root.scrollWidth > width + 1) {
          const wide = [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll"))
            .slice(0, 3).map(e => e.tagName + "." + e.className);
          found.push(`scrolls sideways: ${root.scrollWidth} > ${width} (${wide})`);
        }
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        function rgba(text) {
          canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
          const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
        }
        const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
        function behind(e) {
          const layers = [];
          for (let at = e; at; at = at.parentElement) {
            const colour = rgba(getComputedStyle(at).backgroundColor);
            if (colour[3] > 0) layers.push(colour);
            if (colour[3] === 1) break;
          }
          return layers.reduceRight((under, top) => over(top, under), [255, 255, 255, 1]);
        }
        function light([r, g, b]) {
          const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        }
        const shown = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
          && e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height > 1;
        const pale = new Set();
        for (const e of document.querySelectorAll("body, body *")) {
          if (e.closest("svg") || !shown(e) || e.disabled) continue;
          if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
          const ground = behind(e), ink = over(rgba(getComputedStyle(e).color), ground);
          const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
          const ratio = (a + 0.05) / (b + 0.05);
          if (ratio < 4.5) pale.add(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
        }
        for (const one of [...pale].slice(0, 5)) found.push("too pale: " + one);
        for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
          if (!shown(e)) continue;
          const name = e.getAttribute("aria-label") || e.innerText?.trim() || e.labels?.[0]?.innerText || e.title
            || document.getElementById(e.getAttribute("aria-labelledby"))?.innerText || e.querySelector("title")?.textContent;
          if (!name) found.push(`has no name: ${e.outerHTML.slice(0, 120)}`);
          const box = e.getBoundingClientRect();
          const isControl = e.matches("button, .button, input:not([type=checkbox]):not([type=radio]), select, summary");
          if (isPhone && isControl && box.height < 43.5)
            found.push(`too small for a finger: ${e.tagName}.${e.className} ${Math.round(box.width)}x${Math.round(box.height)}`);
        }
        const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
        for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push(`two elements are #${id}`);
        if (document.querySelectorAll("h1").length !== 1) found.push("has not exactly one h1");
        return [...new Set(found)];
        """;
}
