using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Keys;

/// <summary>Keys cannot be had.</summary>
internal sealed class KeysException(string english, string vietnamese, Exception? inner = null)
    : RefusalException(english, vietnamese, inner)
{
    internal override bool IsUnable => true;
}
