using CheckIn.Hub.Settings;
using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Diagnostics;

namespace CheckIn.Hub.Web.Defence;

/// <summary>
/// What is answered where nothing else was: a page to who reads pages, RFC 9457 to everybody else. It says what
/// happened and what to do, and nothing of the program, its files or its version: that is in the log.
/// </summary>
internal static class ErrorAnswers
{
    internal static void UseErrorAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,
            // What somebody sent wrongly is no fault of the hub's, and anybody could fill the log with it.
            SuppressDiagnosticsCallback = static context => StatusOf(context.Exception) < 500,
            ExceptionHandler = static http => AnswerAsync(http),
        });
        app.UseStatusCodePages(static context => AnswerAsync(context.HttpContext));
    }

    private static int StatusOf(Exception e) => e switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        // A chunk whose size is no number that there is, as the server has it.
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        // Half a character in JSON, read by hand and not by the serializer, which would call it a JsonException.
        InvalidOperationException { Source: "System.Text.Json.Rethrowable" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Task AnswerAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        // Nothing at all for who asked by a wrong name, and gates read no words.
        if (status is StatusCodes.Status421MisdirectedRequest || Enrolment.GateDoor.IsFor(http))
            return Task.CompletedTask;
        var answer = OfStatus(status);
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return Results.Problem(
                statusCode: status, title: "Not done", detail: answer.In(ApiRequests.LanguageOf(http))).ExecuteAsync(http);
        }
        var page = WebPages.PageFor(http, http.Request.Query["lang"]);
        return WebPages.Render<MessagePage>(
            page, new() { ["Message"] = answer.In(SitePages.LanguageOf(page)) }, status).ExecuteAsync(http);
    }

    private static RequestException OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => new("There is nothing at this address.", "Không có gì ở địa chỉ này."),
        StatusCodes.Status405MethodNotAllowed => new(
            "This address cannot be asked that way. Nothing was done.",
            "Địa chỉ này không nhận cách yêu cầu đó. Chưa làm gì cả."),
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong => new(
            "That is more than this address takes. Nothing was done.",
            "Nội dung gửi lên quá lớn. Chưa làm gì cả."),
        >= 500 => new(
            "The hub could not do that now. Its log says why; gates go on by themselves.",
            "Trung tâm chưa làm được việc này. Nhật ký của trung tâm ghi lý do; các cổng vẫn tự hoạt động."),
        _ => new("What was sent cannot be read. Nothing was done.", "Không đọc được nội dung đã gửi. Chưa làm gì cả."),
    };
}
