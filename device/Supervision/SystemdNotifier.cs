using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CheckIn.Gate.Supervision;

/// <summary>
/// The service manager that started this process, as sd_notify(3) speaks to it: one datagram of VARIABLE=value lines to
/// the socket named by NOTIFY_SOCKET, a path or, beginning with @, an abstract name. Whoever does not listen is not
/// waited for.
/// </summary>
internal sealed class SystemdNotifier : IDisposable
{
    private readonly Socket _socket;
    private readonly UnixDomainSocketEndPoint _address;

    private SystemdNotifier(string address, TimeSpan? watchdog)
    {
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        Watchdog = watchdog;
    }

    /// <summary>It ends this process when it has not been told for so long that all is well; null = it does not care.</summary>
    internal TimeSpan? Watchdog { get; }

    /// <summary>Null: nobody wants to be told.</summary>
    /// <param name="variable">The environment.</param>
    internal static SystemdNotifier? Find(Func<string, string?> variable)
    {
        if (variable("NOTIFY_SOCKET") is not { Length: > 1 } address || address[0] is not ('/' or '@'))
            return null;
        try
        {
            return new SystemdNotifier(address, WatchdogOf(variable));
        }
        catch (Exception e) when (e is ArgumentException or SocketException)
        {
            return null;
        }
    }

    /// <summary>The watchdog is meant for one process; another one that inherited the variable must not feed it.</summary>
    internal static TimeSpan? WatchdogOf(Func<string, string?> variable)
    {
        if (!long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            || microseconds <= 0)
            return null;
        var meantFor = variable("WATCHDOG_PID");
        return meantFor is null or "" || meantFor == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    /// <summary>False: it could not be told.</summary>
    internal bool Tell(string state)
    {
        try
        {
            return _socket.SendTo(Encoding.UTF8.GetBytes(state), _address) > 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
