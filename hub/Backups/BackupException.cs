using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Backups;

/// <summary>A backup cannot be made, read or put back.</summary>
internal sealed class BackupException(string english, string vietnamese, Exception? inner = null)
    : RefusalException(english, vietnamese, inner)
{
    internal override bool IsUnable => true;
}
