using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CheckIn.Hub.Authority;

/// <summary>Where gates' HTTPS really listens, once it does; the port was free to choose when it was 0.</summary>
internal sealed class GatesEndPoint
{
    internal ListenOptions? Listener { get; set; }

    /// <summary>Null before the server has started, and when there is none.</summary>
    internal IPEndPoint? Bound => Listener?.IPEndPoint;
}
