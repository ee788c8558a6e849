using System.Net;
using CheckIn.Hub.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Routes whose code is made late are what the framework's own would be.</summary>
public sealed class GuardedEndpointsTests
{
    [Fact]
    public async Task What_a_group_and_a_route_say_of_it_holds_in_the_frameworks_order()
    {
        await using var app = await StartAsync(routes =>
        {
            var group = routes.MapGroup("/group").WithMetadata("group").AddEndpointFilter(Append(" group"));
            GuardedEndpoints.Of(group).Add("GET", "/{name}", (string name) => name)
                .WithMetadata("route").AddEndpointFilter(Append(" route"));
        });
        var endpoint = Assert.Single(((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints));
        Assert.Equal("/group/{name}", ((RouteEndpoint)endpoint).RoutePattern.RawText);
        Assert.Equal(["group", "route"], endpoint.Metadata.OfType<string>());
        using var http = new HttpClient();
        // The group's filter is around the route's.
        Assert.Equal("an route group", await http.GetStringAsync(new Uri(app.Urls.First() + "/group/an")));
        using var wrong = await http.PostAsync(new Uri(app.Urls.First() + "/group/an"), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    [Fact]
    public async Task A_handler_that_cannot_be_called_is_found_before_anything_is_answered()
    {
        await using var app = await StartAsync(static routes =>
        {
            var all = GuardedEndpoints.Of(routes);
            all.Add("GET", "/good", static () => "good");
            all.Add("GET", "/bad", static (ref int number) => number);
        });
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(app.Urls.First() + "/good"));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Append(string word) =>
        async (context, next) => await next(context) + word;

    private static async Task<WebApplication> StartAsync(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseRouting();
        map(app);
        app.UseEndpoints(static _ => { });
        await app.StartAsync();
        return app;
    }
}
