using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CheckIn.Hub.Enrolment;

/// <summary>
/// The HTTPS that gates use, apart from page and API: each serves what is its own and nothing of the other. Which of the
/// two a request came in by is told by its connection, not by anything in the request.
/// </summary>
internal sealed class GateDoor
{
    private static readonly PathString[] Served = ["/api/v1/enrolment", "/api/v1/gate"];
    private ListenOptions? _listener;

    /// <summary>Where it really listens; null before the server has started.</summary>
    internal IPEndPoint? Bound => _listener?.IPEndPoint;

    /// <summary>Connections of this listener come in by the gates' door.</summary>
    internal void Mark(ListenOptions listener)
    {
        _listener = listener;
        listener.Use(static next => connection =>
        {
            connection.Features.Set(Passed.Door);
            return next(connection);
        });
    }

    /// <summary>Whether the request came in by it.</summary>
    internal static bool IsFor(HttpContext http) => http.Features.Get<Passed>() is not null;

    /// <summary>To everybody else, and for everything else, there is nothing here.</summary>
    internal static Task JudgeAsync(HttpContext http, RequestDelegate next)
    {
        var isGates = Array.Exists(Served, path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
        if (isGates == IsFor(http))
            return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed class Passed
    {
        internal static readonly Passed Door = new();
    }
}
