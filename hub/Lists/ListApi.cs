using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Mvc;

namespace CheckIn.Hub.Lists;

/// <summary>A list, told.</summary>
/// <param name="SiteLists">Of cards: how many sites have another list than this one; of others 0.</param>
internal sealed record ListRow(
    string Name, long Version, string Sha256, long Bytes, DateTimeOffset MadeAt, string MadeBy, int SiteLists)
{
    internal static ListRow Of(ListDocument list, int siteLists = 0) =>
        new(list.Name, list.Version, list.Sha256, list.Content.Length, list.MadeAt, list.MadeBy, siteLists);
}

/// <summary>GET /api/v1/lists.</summary>
internal sealed record ListRowList(IReadOnlyList<ListRow> Lists);

/// <summary>Lists that gates decide by, for command line and scripts.</summary>
internal static class ListApi
{
    internal static void MapLists(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1/lists").AddEndpointFilter(ApiRequests.AnswerAsync)
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(404);
        api.Get("", Access.WholeHub(Capability.SeePasses), (GateListing lists) => Results.Json(
            new ListRowList([.. lists.All.Select(static one => ListRow.Of(one.List, one.SiteLists))]),
            ListsJson.Default.ListRowList)).Produces<ListRowList>()
            .WithSummary("Lists that gates decide by, as they are now.");
        api.Put("/{name}", Access.WholeHub(Capability.EditLists).Freshly, ImportAsync)
            .Accepts<byte[]>("application/octet-stream").Produces<ListRow>()
            .WithMetadata(new RequestSizeLimitAttribute(ListWanted.MaxBytes))
            .WithSummary("Imports a list (trust), the file as it is; gates fetch it when its content is another.");
    }

    private static async Task<IResult> ImportAsync(string name, ListBook book, HttpContext http)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        ListForms.Check(name, content.GetBuffer().AsSpan(0, (int)content.Length));
        var list = await book.ImportAsync(name, content.ToArray(), Caller.Of(http).Actor);
        return Results.Json(ListRow.Of(list), ListsJson.Default.ListRow);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ListRowList))]
[JsonSerializable(typeof(ListRow))]
internal sealed partial class ListsJson : JsonSerializerContext;
