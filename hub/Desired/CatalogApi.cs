using System.Text;
using System.Text.Json.Serialization;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using CheckIn.Settings;

namespace CheckIn.Hub.Desired;

/// <summary>Every setting that a gate knows.</summary>
internal sealed record CatalogList(IReadOnlyList<CatalogRow> Settings);

/// <summary>A setting, with what may be written for it.</summary>
/// <param name="Path">Its key; of a lane's <c>Lanes:*:…</c>.</param>
/// <param name="Kind">Section, List, Boolean, Integer, Number, Duration, Choice, Text or Address.</param>
/// <param name="Words">Words that may stand in place of a value.</param>
/// <param name="Pattern">A regular expression that the whole text follows.</param>
/// <param name="Longest">Most characters.</param>
/// <param name="Required">It may not be empty.</param>
/// <param name="Optional">An empty text stands for none.</param>
/// <param name="Local">Said at the gate only.</param>
/// <param name="CutsOff">A wrong value can cut the gate off, so it is tried and taken back.</param>
internal sealed record CatalogRow(
    string Path, string Kind, string? Default, IReadOnlyList<string>? Words, string? Least, string? Most,
    IReadOnlyList<string>? Choices, string? Pattern, int? Longest, bool Required, bool Optional, bool Local, bool CutsOff,
    string English, string Vietnamese)
{
    internal static CatalogRow Of(SettingEntry entry) => new(
        entry.Path, entry.Kind.ToString(), entry.Default, entry.Words, entry.Least, entry.Most, entry.Choices, entry.Pattern,
        entry.Longest, entry.IsRequired, entry.IsOptional, entry.IsLocal, entry.CutsOff, entry.English, entry.Vietnamese);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CatalogList))]
internal sealed partial class CatalogJson : JsonSerializerContext;

/// <summary>What can be set at a gate at all, for scripts and for editors of its file.</summary>
internal static class CatalogApi
{
    private static readonly Lazy<CatalogList> Catalog = new(
        static () => new([.. SettingsCatalog.Gate.Entries.Select(CatalogRow.Of)]));

    internal static void MapCatalog(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/settings").AddEndpointFilter(ApiRequests.AnswerAsync).ProducesProblem(403);
        api.Get("/catalog", Access.To(Capability.SeeSettings),
            () => Results.Json(Catalog.Value, CatalogJson.Default.CatalogList)).Produces<CatalogList>()
            .WithSummary("Every setting that a gate knows: kind, default, what may be written, and what it is for in English "
                + "and Vietnamese.");
        api.Get("/schema", Access.To(Capability.SeeSettings), GetSchema).Produces(200, contentType: SchemaType)
            .WithSummary("A JSON Schema (2020-12) of a gate's appsettings.json, by which an editor completes and checks it; "
                + "in the language of Accept-Language.");
    }

    private const string SchemaType = "application/schema+json";

    private static IResult GetSchema(HttpContext http) => Results.Text(
        SettingsSchema.Text(SettingsCatalog.Gate, ApiRequests.LanguageOf(http)), SchemaType, Encoding.UTF8);
}
