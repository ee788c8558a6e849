namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The character set of bytes that no ECI declares. Strict UTF-8 comes first: the identity cards of Vietnam carry it
/// without saying so, and text of any length in another set hardly ever passes for it. Then the sets that are found in
/// codes are weighed against each other: each states what the bytes would cost as text of its own, and the cheapest
/// is taken. Kanji or hanzi segments in the same message speak for the set from which they come.
/// </summary>
internal static class CharacterEvidence
{
    private static readonly CharacterSet Utf16BigEndian = new("utf-16be", CharacterSet.Page(1201));
    private static readonly CharacterSet Utf16LittleEndian = new("utf-16le", CharacterSet.Page(1200));

    /// <summary>The set for all bytes of a message that are undeclared; null when there are none.</summary>
    internal static CharacterSet? Choose(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> origins)
    {
        if (!origins.Contains(SegmentBuffer.Undeclared))
            return null;
        if (Every(bytes, origins, CharacterSet.Utf8))
            return CharacterSet.Utf8;
        if (!origins.ContainsAnyExcept(SegmentBuffer.Undeclared) && ByByteOrderMark(bytes) is { } marked)
            return marked;
        Span<double> costs = stackalloc double[TextModels.Known.Length];
        for (var i = 0; i < costs.Length; i++)
            costs[i] = Cost(bytes, origins, TextModels.Known[i]);
        while (true)
        {
            var cheapest = 0;
            for (var i = 1; i < costs.Length; i++)
                cheapest = costs[i] < costs[cheapest] ? i : cheapest;
            if (double.IsInfinity(costs[cheapest]))
                return CharacterSet.Latin1;
            if (Every(bytes, origins, TextModels.Known[cheapest].Set))
                return TextModels.Known[cheapest].Set;
            costs[cheapest] = double.PositiveInfinity;
        }
    }

    /// <summary>The set for bytes that stand alone.</summary>
    internal static CharacterSet Choose(ReadOnlySpan<byte> bytes)
    {
        var origins = new int[bytes.Length];
        origins.AsSpan().Fill(SegmentBuffer.Undeclared);
        return Choose(bytes, origins) ?? CharacterSet.Ascii;
    }

    private static CharacterSet? ByByteOrderMark(ReadOnlySpan<byte> bytes)
    {
        var set = bytes is [0xFE, 0xFF, ..] ? Utf16BigEndian : bytes is [0xFF, 0xFE, ..] ? Utf16LittleEndian : null;
        return set is not null && set.Fits(bytes) ? set : null;
    }

    private static double Cost(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> origins, TextModel model)
    {
        var cost = model.Kin is { } kin && origins.Contains(kin) ? 0 : model.Prior;
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = SegmentText.EndOfRun(origins, start);
            if (origins[start] == SegmentBuffer.Undeclared)
                cost += model.Cost(bytes[start..end]);
        }
        return cost;
    }

    private static bool Every(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> origins, CharacterSet set)
    {
        for (int start = 0, end; start < bytes.Length; start = end)
        {
            end = SegmentText.EndOfRun(origins, start);
            if (origins[start] == SegmentBuffer.Undeclared && !set.Fits(bytes[start..end]))
                return false;
        }
        return true;
    }
}
