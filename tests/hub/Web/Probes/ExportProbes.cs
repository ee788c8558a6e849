using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace CheckIn.Hub.Tests.Web.Probes;

/// <summary>What a spreadsheet would take for a formula leaves the hub as text, in every file it gives out.</summary>
public sealed partial class ExportProbes
{
    private static readonly string[] Formulas =
        ["=1+1", "+84 1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\")"];

    [Fact]
    public async Task No_cell_of_any_export_is_a_formula()
    {
        await using var hub = await WebHost.StartAsync();
        foreach (var (formula, number) in Formulas.Select(static (text, index) => (text, index)))
        {
            using var saved = await hub.Http.PutAsJsonAsync($"/api/v1/sites/s-{number}", new
            {
                name = formula,
                kind = "school",
                address = formula,
                head_name = formula,
                manager_name = formula,
                groups = new Dictionary<string, string> { ["ministry"] = formula },
            });
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        }
        var files = 0;
        var sources = hub.Get<IEnumerable<Microsoft.AspNetCore.Routing.EndpointDataSource>>();
        foreach (var route in ProbedRoute.Of(sources).Where(static route =>
            route is { Method: "GET", IsStream: false, IsOfGates: false, HasParameters: false, Pattern: not "/mqtt" }))
        {
            using var answer = await hub.Http.GetAsync(route.Pattern + "?format=csv");
            if (answer.Content.Headers.ContentType?.MediaType != "text/csv")
                continue;
            files++;
            var text = (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF');
            Assert.False(Formula().IsMatch(text), $"{route}: {Formula().Match(text).Value}");
        }
        Assert.InRange(files, 2, int.MaxValue);
        Assert.Contains("'=1+1", await hub.Http.GetStringAsync("/api/v1/sites/export"), StringComparison.Ordinal);
    }

    [GeneratedRegex("(?:^|[,\\n])\"?[=+@\\t-][^,\\n]*")]
    private static partial Regex Formula();
}
