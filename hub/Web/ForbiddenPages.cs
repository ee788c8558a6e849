using CheckIn.Hub.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CheckIn.Hub.Web;

/// <summary>What somebody reads whose roles do not go as far as what he asked: who he is here, and what to do.</summary>
internal static class ForbiddenPages
{
    internal static RazorComponentResult<ForbiddenPage> Of(HttpContext http) => WebPages.Render<ForbiddenPage>(
        WebPages.PageFor(http, http.Request.Query["lang"]), new()
        {
            ["Path"] = HttpMethods.IsGet(http.Request.Method)
                ? OwnPath.Of(http.Request.Path + http.Request.QueryString, "/") : null,
        }, StatusCodes.Status403Forbidden);
}
