using System.Diagnostics.CodeAnalysis;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// The only way to map a route in the hub: with the rule of who may use it. The framework's own methods are banned in
/// this project, so a route without a rule does not compile; <see cref="Doorkeeper"/> lets nobody through to an
/// endpoint that has none all the same.
/// </summary>
internal static class GuardedRoutes
{
    internal static RouteHandlerBuilder Get(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        Map(routes, "GET", pattern, access, handler);

    internal static RouteHandlerBuilder Post(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        Map(routes, "POST", pattern, access, handler);

    internal static RouteHandlerBuilder Put(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        Map(routes, "PUT", pattern, access, handler);

    internal static RouteHandlerBuilder Delete(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        Map(routes, "DELETE", pattern, access, handler);

    private static RouteHandlerBuilder Map(
        IEndpointRouteBuilder routes, string method, string pattern, Access access, Delegate handler) =>
        GuardedEndpoints.Of(routes).Add(method, pattern, handler).WithMetadata(access);
}
