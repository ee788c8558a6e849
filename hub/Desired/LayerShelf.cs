using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Desired;

/// <summary>
/// Keeps the <see cref="LayerBook"/> that was made last, for as long as nothing that is in it has changed. Whoever changes
/// layers says so within the transaction, for those who read on the same connection, and once more after the commit, for
/// those who read the store as it was in between; each time it is read anew.
/// </summary>
internal sealed class LayerShelf(SiteRegister sites, TimeProvider time)
{
    private long _edition;
    private volatile Kept? _kept;

    /// <summary>Layers are others.</summary>
    internal void Renew() => Interlocked.Increment(ref _edition);

    /// <summary>As the connection sees them.</summary>
    internal LayerBook Of(Database db)
    {
        var (edition, tree, day) = (Interlocked.Read(ref _edition), sites.Tree, HubZone.DayOf(time.GetUtcNow()));
        if (_kept is { } kept && kept.Edition == edition && ReferenceEquals(kept.Book.Tree, tree) && kept.Book.Day == day)
            return kept.Book;
        var book = new LayerBook(tree, day, LayerRows.Layers(db));
        _kept = new Kept(edition, book);
        return book;
    }

    private sealed record Kept(long Edition, LayerBook Book);
}
