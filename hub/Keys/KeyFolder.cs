using CheckIn.Enrolment;

namespace CheckIn.Hub.Keys;

/// <summary>The keys as they lie on the disk. Not for two threads at a time.</summary>
internal sealed class KeyFolder(KeyPlaces places, ILogger logger)
{
    private const string Standstill =
        "Gates in service go on with the keys they have; none is enrolled and none gets new keys.";

    private readonly FileMemory<string> _mark = new(places.RootMark, static (_, text) => text.Trim());
    private readonly FileMemory<TagRoot> _root = new(places.Root, TagRoot.Parse);
    private readonly FileMemory<SiteGenerations> _sites = new(places.Sites, SiteGenerations.Parse);
    private readonly TracingKeys _tracing = new(places);
    private bool _isLookedAt;

    /// <summary>The root and what stands on it; made if there has never been one.</summary>
    internal (TagRoot Root, SiteGenerations Sites) Open(DateTimeOffset now)
    {
        var mark = _mark.Read();
        if (_root.Read() is not { } root)
        {
            if (mark is not null)
                throw new KeysException(Missing());
            KeyPlaces.Prepare(places.Directory, places.IsOwn, "Keys:Directory", Standstill);
            root = TagRoot.Make();
            _root.Write(root, root.ToText());
            Log.RootMade(logger, places.Root);
        }
        if (mark is null)
            _mark.Write(root.Id, root.Id);
        else if (mark != root.Id)
            throw new KeysException(Another());
        Close();
        var sites = _sites.Read() ?? SiteGenerations.None;
        if (sites.Root == root.Id)
            return (root, sites);
        // Another root gives other keys, and gates take up only what has another number.
        sites = sites.Next([.. sites.Sites.Keys], now) with { Root = root.Id };
        Keep(sites);
        return (root, sites);
    }

    internal void Keep(SiteGenerations sites) => _sites.Write(sites, sites.ToText());

    /// <summary>Public tracing keys for gates.</summary>
    internal IReadOnlyList<TracingPublicKey> Tracing(DateOnly today)
    {
        var keys = _tracing.From(today);
        if (keys.Count == 0 || string.CompareOrdinal(keys[0].Day, Sealing.SealedFields.DayText(today)) < 0)
        {
            _tracing.MakeAhead(today);
            keys = _tracing.From(today);
        }
        return keys.Count > 0 ? keys : throw new KeysException(
            $"There is not one public tracing key in {places.TracingPublic}, so gates could not seal what they record. Gates in "
            + "service go on with the keys they have; none is enrolled. Keys:TracingDirectory is 'none': make keys on the other "
            + "machine with 'checkin-hub keys make' and copy its tracing-public directory to this place.");
    }

    /// <summary>Makes tracing keys ahead.</summary>
    /// <returns>For how many days from today on there are public keys.</returns>
    internal int MakeTracing(DateOnly today)
    {
        _tracing.MakeAhead(today);
        var first = Sealing.SealedFields.DayText(today);
        return _tracing.From(today).Count(key => string.CompareOrdinal(key.Day, first) >= 0);
    }

    internal static string FewTracing(int days) => days == 0
        ? "There is no public tracing key of today or later: gates seal to the last one they have, so that erasing that day would "
            + "erase these too. Make keys on the other machine with 'checkin-hub keys make' and copy them here."
        : $"There are public tracing keys for {days} more days. Make keys on the other machine with 'checkin-hub keys make' and "
            + "copy them here before that; gates that have none seal to the last one.";

    private void Close()
    {
        if (_isLookedAt)
            return;
        _isLookedAt = true;
        if (!KeyFiles.Close(places.Directory) || !KeyFiles.Close(places.Root))
            Log.OpenToOthers(logger, places.Directory);
    }

    private string Missing() =>
        $"The root of the tag keys is not in {places.Directory}. {Standstill} Is its medium connected, and "
        + $"Keys:Directory the right place? Connect it, or put the file {TagRoot.FileName} back from its copy. If it is lost for good, remove {places.RootMark}: the hub then makes a new root, "
        + "every gate gets new tag keys, and tags of before can no longer be traced.";

    private string Another() =>
        $"{places.Root} is another root of tag keys than the one this hub has used. {Standstill} "
        + "Connect the right medium. If this one is meant to take its place, remove "
        + $"{places.RootMark}: every gate gets new tag keys, and tags of before can no longer be traced without the other root.";
}
