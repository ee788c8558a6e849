using OpenQA.Selenium;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>Somebody who has a keyboard and nothing else.</summary>
internal sealed partial class Driver
{
    private const int MostSteps = 250;

    /// <summary>Tab, until what is asked for has the focus.</summary>
    internal void TabTo(string selector)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            if (Run($"return document.activeElement?.matches({Quoted(selector)}) ?? false") is true)
                return;
            Type(Keys.Tab);
        }
        throw new TimeoutException($"Tab never reaches {selector} at {At}.");
    }

    /// <summary>Goes there by Tab and presses Enter.</summary>
    internal void Press(string selector)
    {
        TabTo(selector);
        Type(Keys.Enter);
    }

    /// <summary>
    /// Walks through the whole page by Tab: what can be operated and is never reached, and where the focus is not to be
    /// seen.
    /// </summary>
    internal IReadOnlyList<string> WalkByKeyboard()
    {
        Run(Begin);
        // A date takes a step for each of its parts.
        for (var step = 0; step < MostSteps && Run("return window.toReach.size > 0") is true; step++)
        {
            Type(Keys.Tab);
            Run(Step);
        }
        return [.. ((IEnumerable<object>)Run(End)!).Cast<string>()];
    }

    private const string Begin = """
        document.activeElement?.blur();
        window.scrollTo(0, 0);
        window.unseen = new Set();
        const all = document.querySelectorAll(
          "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
        window.toReach = new Set([...all].filter(e => !e.disabled && e.tabIndex >= 0
          && e.checkVisibility({ visibilityProperty: true }) && !e.closest("dialog:not([open])")));
        """;

    private const string End = """
        const left = [...window.toReach].map(e => "is never reached: " + e.outerHTML.slice(0, 120));
        return [...window.unseen, ...left];
        """;

    private const string Step = """
        const at = document.activeElement;
        if (!at || at === document.body) return;
        window.toReach.delete(at);
        const look = getComputedStyle(at);
        if (look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2)
          window.unseen.add("does not show that it has the focus: " + at.outerHTML.slice(0, 120));
        """;
}
