using CheckIn.Storage;

namespace CheckIn.Hub.Authority;

/// <summary>
/// Whether what this process writes into a directory whoever owns it can read: a key that root wrote there, mode 600,
/// would keep the hub from starting.
/// </summary>
internal static class DirectoryOwner
{
    /// <exception cref="AuthorityException">It is another user's.</exception>
    internal static void Check(string directory)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(directory))
            return;
        var (owner, _) = FileOwner.Of(directory);
        if (owner != FileOwner.CurrentUser)
            throw AuthorityFaults.NotOurs(directory, owner);
    }
}
