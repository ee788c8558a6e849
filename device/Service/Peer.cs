using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CheckIn.Gate.Service;

/// <summary>Who is at the other end of a Unix socket, by the kernel's word (SO_PEERCRED).</summary>
internal static partial class Peer
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int Credentials = 17; // SO_PEERCRED: struct ucred {pid, uid, gid}
    private const int UserOffset = 4;
    private const int Root = 0;

    internal static uint UserOf(Socket socket)
    {
        Span<byte> ucred = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, Credentials, ucred);
        return BinaryPrimitives.ReadUInt32LittleEndian(ucred[UserOffset..]);
    }

    /// <summary>Only root and the gate's own user have a say.</summary>
    internal static bool MayAsk(uint user) => user == Root || user == OwnUser;

    internal static uint OwnUser => GetEffectiveUser();

    /// <summary>The name of a user, or "uid N" where the machine knows none.</summary>
    internal static string NameOf(uint user, string passwd = "/etc/passwd")
    {
        var number = user.ToString(CultureInfo.InvariantCulture);
        try
        {
            foreach (var line in File.ReadLines(passwd))
            {
                if (line.Split(':') is [{ Length: > 0 and <= 64 } name, _, var id, ..] && id == number)
                    return name;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever it is keeps a number.
        }
        return "uid " + number;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
