using CheckIn.Contract;
using CheckIn.Credentials.Health;

namespace CheckIn.Hub.Lists;

/// <summary>Whether a list that somebody brings is one, before any gate hears of it.</summary>
internal static class ListForms
{
    /// <summary>Those that are brought; the hub makes the others itself.</summary>
    internal static bool IsImported(string name) => name == ListNames.Trust;

    /// <exception cref="ListException">It is none.</exception>
    internal static void Check(string name, ReadOnlySpan<byte> content)
    {
        if (!IsImported(name))
            throw ListException.NotImported(name);
        if (content.Length is 0 || content.Length > ListWanted.MaxBytes)
            throw ListException.TooLong(ListWanted.MaxBytes);
        try
        {
            TrustList.Parse(content);
        }
        catch (FormatException e)
        {
            throw ListException.Malformed(name, e.Message);
        }
    }
}
