using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary>A column of a file, which is a field of a form and of the API too.</summary>
/// <param name="Name">Stable word.</param>
/// <param name="Vietnamese">What it may also be called in a file.</param>
/// <param name="Get">As it is written; null = nothing.</param>
/// <param name="Set">
/// With what was written; null = nothing. Throws <see cref="WrongTextException"/>. A column that is only told has none.
/// </param>
internal sealed record CensusColumn<T>(
    string Name, string Vietnamese, Func<T, SiteTree, string?> Get, Func<T, SiteTree, string?, T>? Set = null)
{
    internal bool IsCalled(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            || Vietnamese.Equals(name, StringComparison.OrdinalIgnoreCase);
}
