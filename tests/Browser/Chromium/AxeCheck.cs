using CheckIn.Fixtures;

namespace CheckIn.Browser.Tests.Chromium;

/// <summary>
/// What axe-core finds on a page: what keeps people out who read it with a screen reader, with the keyboard or with
/// other eyes. What is serious or critical fails; a rule that needs a person's judgement is none of axe's findings.
/// </summary>
internal static class AxeCheck
{
    private static readonly string Program = Path.Combine(
        Executables.Repository ?? "", "tests", "Browser", "axe", "node_modules", "axe-core", "axe.min.js");
    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Program));

    /// <summary>What is not installed here, as a sentence; null = all is there.</summary>
    internal static string? Missing => Driver.Missing ?? (File.Exists(Program) ? null
        : "axe-core is not installed: npm install --no-package-lock --prefix tests/Browser/axe");

    /// <summary>What is wrong with the page that the browser shows, in words; empty = nothing.</summary>
    internal static IReadOnlyList<string> Of(Driver driver)
    {
        if (driver.Run("return typeof axe") is not "object")
            driver.Run(Source.Value);
        return [.. ((IEnumerable<object>)driver.Run(Script)!).Cast<string>()];
    }

    private const string Script = """
        return axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          resultTypes: ["violations"],
        }).then(found => found.violations
          .filter(rule => ["serious", "critical"].includes(rule.impact))
          .map(rule => `axe ${rule.id} (${rule.impact}): ${rule.help}; ${rule.nodes.length} times, such as `
            + rule.nodes.slice(0, 3).map(node => `${node.target.join(" ")} ${node.html.slice(0, 120)}`).join(" | ")));
        """;
}

/// <summary>A test that needs Chromium and axe-core; where one is not installed it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() => Skip = AxeCheck.Missing;
}
