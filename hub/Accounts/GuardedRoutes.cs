using System.Diagnostics.CodeAnalysis;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// The only way to map a route in the hub: with the rule of who may use it. The framework's own methods are banned in
/// this project, so a route without a rule does not compile; <see cref="Doorkeeper"/> lets nobody through to an
/// endpoint that has none all the same.
/// </summary>
internal static class GuardedRoutes
{
#pragma warning disable RS0030 // here, and nowhere else
    internal static RouteHandlerBuilder Get(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        routes.MapGet(pattern, handler).WithMetadata(access);

    internal static RouteHandlerBuilder Post(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        routes.MapPost(pattern, handler).WithMetadata(access);

    internal static RouteHandlerBuilder Put(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        routes.MapPut(pattern, handler).WithMetadata(access);

    internal static RouteHandlerBuilder Delete(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Access access, Delegate handler) =>
        routes.MapDelete(pattern, handler).WithMetadata(access);
#pragma warning restore RS0030
}
