using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Web;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>What the room's endpoints have in common.</summary>
internal static class SiteRequests
{
    internal const int MostOfPage = 1000;

    /// <summary>What is wrong in a file is told cell by cell, in the asker's language.</summary>
    internal static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SitesException e) when (e.Errors is not null)
        {
            var language = ApiRequests.LanguageOf(context.HttpContext);
            return Results.Problem(
                title: "Not done", detail: e.In(language), statusCode: ApiRequests.StatusOf(e),
                extensions: Told(e.Errors, language));
        }
    }

    /// <summary>
    /// The fields of a body, by the names of a file's columns; what the hub itself tells of it is passed over.
    /// </summary>
    internal static async Task<Dictionary<string, string?>> FieldsAsync(
        HttpContext http, IReadOnlyCollection<string> told)
    {
        var body = await ApiRequests.ReadAsync(http, SitesJson.Default.JsonElement);
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (body.ValueKind != JsonValueKind.Object)
            throw Malformed("is no object", "không phải một đối tượng");
        foreach (var field in body.EnumerateObject().Where(field => !told.Contains(field.Name)))
        {
            if (field is { Name: "groups", Value.ValueKind: JsonValueKind.Object })
            {
                foreach (var group in field.Value.EnumerateObject())
                    fields[SiteColumns.Group + group.Name] = Text(group);
            }
            else if (field.Value.ValueKind == JsonValueKind.Array)
                fields[field.Name] = string.Join(' ', field.Value.EnumerateArray()
                    .Select(static item => item.ToString()));
            else
                fields[field.Name] = Text(field);
        }
        return fields;
    }

    internal static int Limit(string? text)
    {
        if (text is null)
            return 100;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= MostOfPage
            ? limit : throw Malformed($"has a limit that is not 1 to {MostOfPage}",
            $"có limit không nằm trong 1 đến {MostOfPage}");
    }

    internal static SitesException Malformed(string english, string vietnamese) => new(
        $"The request {english}. Nothing was done; see /openapi/v1.json.",
        $"Yêu cầu {vietnamese}. Chưa làm gì cả; xem /openapi/v1.json.")
    {
        IsMalformed = true,
    };

    private static string? Text(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.String => field.Value.GetString(),
        JsonValueKind.Null => null,
        _ => throw Malformed($"has something in '{CellText.Short(field.Name)}' that is no text",
        $"có '{CellText.Short(field.Name)}' không phải văn bản"),
    };

    private static Dictionary<string, object?> Told(CensusErrors errors, Language language) => new()
    {
        ["errors_total"] = errors.Count,
        ["errors"] = errors.First.Select(error => new CellProblem(
            error.Line, error.Column, language.Of(error.English, error.Vietnamese))).ToArray(),
    };
}
