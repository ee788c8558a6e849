using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CheckIn.Hub.Authority;

/// <summary>Handshakes are dear: past a bound a socket is closed before its own.</summary>
internal static class OpenConnections
{
    internal static void Bound(ListenOptions listener, int most)
    {
        var open = 0;
        listener.Use(next => async connection =>
        {
            try
            {
                if (Interlocked.Increment(ref open) <= most)
                    await next(connection).ConfigureAwait(false);
                else
                    connection.Abort();
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        });
    }
}
