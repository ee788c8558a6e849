using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Web;

/// <summary>
/// What the API's endpoints have in common: bodies read in bounds, refusals as RFC 9457 in the asker's language.
/// </summary>
internal static class ApiRequests
{
    /// <summary>The body; an empty one is that of an object with nothing in it.</summary>
    /// <exception cref="RequestException">It cannot be read.</exception>
    internal static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
    {
        try
        {
            var text = await ReadTextAsync(http);
            return JsonSerializer.Deserialize(text.Length == 0 ? "{}" : text, type)
                ?? throw new JsonException("null is not an object");
        }
        catch (JsonException e)
        {
            throw Unreadable(e);
        }
    }

    internal static async Task<string> ReadTextAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return await reader.ReadToEndAsync(http.RequestAborted);
    }

    /// <summary>Refusals become answers.</summary>
    internal static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            return await next(context);
        }
        catch (RefusalException e)
        {
            return Results.Problem(
                title: "Not done", detail: e.In(LanguageOf(context.HttpContext)), statusCode: StatusOf(e));
        }
        catch (JsonException e)
        {
            return Results.Problem(
                title: "Not done", detail: Unreadable(e).In(LanguageOf(context.HttpContext)),
                statusCode: StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException e)
        {
            return Results.Problem(title: "Not done", detail: e.Message, statusCode: e.StatusCode);
        }
    }

    /// <summary>Vietnamese for who prefers it, else English.</summary>
    internal static Language LanguageOf(HttpContext http) =>
        http.Request.Headers.AcceptLanguage is [{ } accepted, ..]
            && accepted.StartsWith("vi", StringComparison.OrdinalIgnoreCase)
            ? Language.Vietnamese : Language.English;

    internal static int StatusOf(RefusalException refusal) => refusal switch
    {
        { IsUnknown: true } => StatusCodes.Status404NotFound,
        { IsForbidden: true } => StatusCodes.Status403Forbidden,
        { IsBusy: true } => StatusCodes.Status429TooManyRequests,
        { IsMalformed: true } => StatusCodes.Status400BadRequest,
        { IsUnable: true } => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status409Conflict,
    };

    /// <summary>Where it is wrong, without the program's own names, in which the framework says what it expected.</summary>
    private static string Where(JsonException e) => e.Message.Contains("CheckIn.", StringComparison.Ordinal)
        || e.Message.Contains("System.", StringComparison.Ordinal)
        ? $"the value at {e.Path ?? "$"} is of another kind." : e.Message;

    private static RequestException Unreadable(JsonException e) => new(
        $"The request's body cannot be read: {Where(e)} Nothing was done; see /openapi/v1.json.",
        $"Không đọc được nội dung yêu cầu: {Where(e)} Chưa làm gì cả; xem /openapi/v1.json.")
    {
        IsMalformed = true,
    };
}

/// <summary>A request cannot be read.</summary>
internal sealed class RequestException(string english, string vietnamese) : RefusalException(english, vietnamese);
