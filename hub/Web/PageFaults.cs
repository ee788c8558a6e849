using CheckIn.Hub.Web.Pages;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>What a page answers when the hub's data cannot be read: a page that says so, and what works all the same.</summary>
internal static class PageFaults
{
    internal static async ValueTask<object?> TellAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (DatabaseException e)
        {
            var http = context.HttpContext;
            return WebPages.Render<TroublePage>(
                WebPages.PageFor(http, http.Request.Query["lang"]), new() { ["Why"] = e.Message },
                StatusCodes.Status503ServiceUnavailable);
        }
    }
}
