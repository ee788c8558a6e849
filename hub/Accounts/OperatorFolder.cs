using System.Globalization;
using System.Text;
using CheckIn.Storage;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Where the running hub leaves what its operator shows it, and where commands look for it. A folder of mode 700 that
/// belongs to the hub's user: the service manager's ($RUNTIME_DIRECTORY), else the user's ($XDG_RUNTIME_DIR), else one
/// below the machine's temporary files, whose owner and mode are looked at before anything is read or written.
/// </summary>
internal static class OperatorFolder
{
    private const string Name = "checkin-hub";

    /// <summary>The runtime directory of the hub's unit, of which an operator's shell does not know.</summary>
    private const string UnitsFolder = "/run/checkin-hub";

    /// <summary>Writes the token of the hub that listens on that port.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot, or the folder is somebody else's.</exception>
    internal static string Write(int port, string token)
    {
        var folder = Candidates()[0];
        if (!Directory.Exists(folder))
            PrivateFile.MakeDirectory(folder);
        if (!IsOnlyOurs(folder))
            throw new IOException($"{folder} is somebody else's, or others can open it; it must be the hub's, mode 700.");
        var path = Path.Combine(folder, FileOf(port));
        PrivateFile.Replace(path, Encoding.ASCII.GetBytes(token));
        return path;
    }

    /// <summary>Removes it, unless another hub has written its own meanwhile.</summary>
    internal static void Remove(string path, string token)
    {
        try
        {
            if (File.ReadAllText(path) == token)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ends with this process: the next start makes another.
        }
    }

    /// <summary>What the hub on that port of this machine has left; null = nothing that we may read.</summary>
    internal static string? Read(int port)
    {
        foreach (var folder in Candidates())
        {
            try
            {
                var path = Path.Combine(folder, FileOf(port));
                // Only root makes folders below /run; the unit's is its own user's, and root may ask as well.
                if (File.Exists(path) && (folder == UnitsFolder || IsOnlyOurs(folder)))
                    return File.ReadAllText(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's; another candidate may be ours.
            }
        }
        return null;
    }

    private static string FileOf(int port) => string.Create(CultureInfo.InvariantCulture, $"{port}.token");

    /// <summary>Likeliest first; the first is where the hub writes.</summary>
    private static List<string> Candidates()
    {
        var folders = new List<string>();
        if (Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY")?.Split(':') is [{ Length: > 0 } units, ..])
            folders.Add(units);
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } users && Directory.Exists(users))
            folders.Add(Path.Combine(users, Name));
        folders.Add(Path.Combine(Path.GetTempPath(), $"{Name}-{Environment.UserName}"));
        folders.Add(UnitsFolder);
        return folders;
    }

    /// <summary>No link, ours, and nobody else may look in: anybody can make a folder of that name before us.</summary>
    internal static bool IsOnlyOurs(string folder)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var info = new DirectoryInfo(folder);
        return info.Exists && info.LinkTarget is null
            && (OperatingSystem.IsWindows() || (info.UnixFileMode & others) == 0)
            && (!OperatingSystem.IsLinux() || FileOwner.IsOurs(folder));
    }
}
