using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Authority;

/// <summary>The authority cannot do what is asked of it.</summary>
internal sealed class AuthorityException(string english, string vietnamese, Exception? inner = null)
    : RefusalException(english, vietnamese, inner)
{
    internal override bool IsUnable => true;
}
