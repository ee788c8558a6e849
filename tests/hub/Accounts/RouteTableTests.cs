using System.Net;
using System.Text;
using CheckIn.Hub.Accounts;
using Microsoft.AspNetCore.Routing;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Who may use which route, and who may not: every route, asked as everybody.</summary>
public sealed class RouteTableTests
{
    [Fact]
    public async Task Every_route_of_the_hub_is_in_the_table_with_its_rule_and_the_table_has_no_other()
    {
        await using var world = await TwoNodes.StartAsync(1);
        var mapped = world.Hub.Routes.SelectMany(static route =>
            route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method =>
                (Name: $"{method} {Path(route)}", Access: route.Metadata.GetMetadata<Access>())) ?? [($"? {Path(route)}", null)])
            .OrderBy(static route => route.Name, StringComparer.Ordinal).ToList();
        var table = RouteTable.All.Select(static route => (route.Name, (Access?)route.Access))
            .OrderBy(static route => route.Name, StringComparer.Ordinal).ToList();
        Assert.Empty(mapped.Except(table));
        Assert.Empty(table.Except(mapped));
        Assert.Equal(table.Count, table.DistinctBy(static route => route.Name).Count());
    }

    [Fact]
    public async Task Nobody_gets_anywhere_but_where_anybody_may()
    {
        await using var world = await TwoNodes.StartAsync(2);
        using var nobody = world.Ask(null);
        foreach (var route in RouteTable.All)
        {
            var (status, _) = await AskAsync(world, nobody, route);
            if (route.Access.Kind is AccessKind.Gates)
                continue;
            // What anybody may use may have its own reasons to refuse, but not that nobody has signed in.
            var isTurnedAway = status == HttpStatusCode.Unauthorized;
            Assert.True(isTurnedAway != (route.Access.Kind == AccessKind.Open), $"{route.Name}: {(int)status}");
        }
        using var page = new HttpRequestMessage(HttpMethod.Get, "/sites?q=a");
        page.Headers.Accept.ParseAdd("text/html");
        using var answer = await nobody.SendAsync(page);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/sign-in?next=%2Fsites%3Fq%3Da", answer.Headers.Location!.OriginalString);
    }

    public static TheoryData<string> Roles => [.. Enum.GetValues<Role>().Select(static role => role.Word())];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_opens_what_it_says_where_it_is_given_and_nothing_elsewhere(string role)
    {
        await using var world = await TwoNodes.StartAsync(3);
        using var elsewhere = world.Ask($"{role}@{TwoNodes.Neighbour}");
        using var there = world.Ask($"{role}@{TwoNodes.Own}");
        using var whole = world.Ask(role + "@");
        // Whoever may do the least first: what the others do changes the hub. What the role may not do anywhere is asked
        // for the whole hub alone, and what everybody may by one role.
        var may = RoleTable.Of(RoleTable.Find(role)!.Value);
        foreach (var route in RouteTable.All.Where(MayDo))
            Check(route, await AskAsync(world, elsewhere, route), role, isThere: false, isWhole: false);
        foreach (var route in RouteTable.All.Where(MayDo))
            Check(route, await AskAsync(world, there, route), role, isThere: true, isWhole: false);
        foreach (var route in RouteTable.All.Where(static route => route.Access.Capability is not null))
            Check(route, await AskAsync(world, whole, route), role, isThere: true, isWhole: true);
        if (role == Role.Viewer.Word())
        {
            foreach (var route in RouteTable.All.Where(static route => route.Access.Capability is null))
                Check(route, await AskAsync(world, there, route), role, isThere: true, isWhole: false);
        }

        bool MayDo(Route route) => route.Access.Capability is { } capability && may.Contains(capability);
    }

    private static void Check(
        Route route, (HttpStatusCode Status, string Body) answer, string role, bool isThere, bool isWhole)
    {
        var (status, body) = answer;
        var where = $"{route.Name} as {role} {(isWhole ? "of all" : isThere ? "there" : "elsewhere")}: {(int)status} {body}";
        var may = route.Access.Capability is not { } capability || RoleTable.Of(RoleTable.Find(role)!.Value).Contains(capability);
        if (route.Access.Kind is AccessKind.Gates)
            return;
        if (!may || (route.Access.Kind == AccessKind.WholeHub && !isWhole) || route.Access.Kind == AccessKind.Local)
            Assert.True(status == HttpStatusCode.Forbidden, where);
        else if (route.Access.Capability is null)
            Assert.False(status == HttpStatusCode.Unauthorized && route.Access.Kind == AccessKind.SignedIn, where);
        else if (isThere || route.Elsewhere == Elsewhere.HisOwn)
            Assert.False(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, where);
        else
            CheckElsewhere(route, status, where);
        var isNeeded = may && isThere && route.Elsewhere is Elsewhere.Unknown;
        Assert.False(isNeeded && status == HttpStatusCode.NotFound, where);
        Assert.True((int)status < 500 || route.Access.Kind == AccessKind.Gates, where);
    }

    private static void CheckElsewhere(Route route, HttpStatusCode status, string where)
    {
        switch (route.Elsewhere)
        {
            case Elsewhere.Unknown:
                Assert.True(status == HttpStatusCode.NotFound, where);
                break;
            case Elsewhere.Back:
                Assert.True(status == HttpStatusCode.SeeOther, where);
                break;
            default:
                Assert.True(status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.NotFound, where);
                break;
        }
    }

    internal static async Task<(HttpStatusCode Status, string Body)> AskAsync(TwoNodes world, HttpClient http, Route route)
    {
        var address = route.Address is null ? route.Pattern.Replace("{id}", "x", StringComparison.Ordinal) : await route.Address(world);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), address);
        if (route.Body?.Invoke(world) is { } body)
        {
            var type = route.Pattern.EndsWith("/import", StringComparison.Ordinal) ? "text/csv"
                : route.Pattern.EndsWith("/packages", StringComparison.Ordinal)
                    || route.Pattern.EndsWith("/lists/{name}", StringComparison.Ordinal) ? "application/octet-stream"
                : route.IsForm ? "application/x-www-form-urlencoded" : "application/json";
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }
        var until = route.IsStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        using var answer = await http.SendAsync(request, until);
        return (answer.StatusCode, route.IsStream ? "" : await answer.Content.ReadAsStringAsync());
    }

    private static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');
}
