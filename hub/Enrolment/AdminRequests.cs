using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// What the admin's endpoints have in common: bodies read in bounds, refusals as RFC 9457 in the asker's language.
/// </summary>
internal static class AdminRequests
{
    /// <summary>The body; an empty one is that of an object with nothing in it.</summary>
    /// <exception cref="EnrolmentException">It cannot be read.</exception>
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
            throw new EnrolmentException(
                $"The request's body cannot be read: {e.Message} Nothing was done; see /openapi/v1.json.",
                $"Không đọc được nội dung yêu cầu: {e.Message} Chưa làm gì cả; xem /openapi/v1.json.")
            {
                IsMalformed = true,
            };
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
        catch (EnrolmentException e)
        {
            return Results.Problem(
                title: "Not done", detail: e.In(LanguageOf(context.HttpContext)),
                statusCode: e.IsUnknown ? StatusCodes.Status404NotFound
                    : e.IsBusy ? StatusCodes.Status429TooManyRequests
                    : e.IsMalformed ? StatusCodes.Status400BadRequest
                    : StatusCodes.Status409Conflict);
        }
        catch (KeysException e)
        {
            return Unable(e.In(LanguageOf(context.HttpContext)));
        }
        catch (AuthorityException e)
        {
            return Unable(e.In(LanguageOf(context.HttpContext)));
        }
        catch (BadHttpRequestException e)
        {
            return Results.Problem(title: "Not done", detail: e.Message, statusCode: e.StatusCode);
        }
    }

    private static IResult Unable(string why) =>
        Results.Problem(title: "Not done", detail: why, statusCode: StatusCodes.Status503ServiceUnavailable);

    /// <summary>Vietnamese for who prefers it, else English.</summary>
    internal static Language LanguageOf(HttpContext http) =>
        http.Request.Headers.AcceptLanguage is [{ } accepted, ..]
            && accepted.StartsWith("vi", StringComparison.OrdinalIgnoreCase)
            ? Language.Vietnamese : Language.English;
}
