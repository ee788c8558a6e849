namespace CheckIn.Gate.Scanning.Qr;

/// <summary>How well the modules along a timing pattern alternate, taken up one after the other.</summary>
internal struct TimingMatch
{
    private float _before;
    private float _last;
    private float _difference;
    private float _all;

    /// <summary>Takes the next module, from the finder's sixth on.</summary>
    /// <param name="module">Its place in the row or column.</param>
    /// <param name="level">Its level in the picture.</param>
    internal void Add(int module, float level)
    {
        if (module >= 8)
        {
            var peak = _last - ((_before + level) / 2); // of the module before this one
            _difference += (module & 1) == 0 ? peak : -peak;
            _all += MathF.Abs(peak);
        }
        (_before, _last) = (_last, level);
    }

    /// <summary>Of both timing patterns of a symbol, -1 to 1; near 0 for anything else.</summary>
    internal static float Of(in TimingMatch top, in TimingMatch left, bool inverted)
    {
        float topAll = MathF.Max(top._all, 1), leftAll = MathF.Max(left._all, 1);
        float across = inverted ? -top._difference : top._difference, down = inverted ? -left._difference : left._difference;
        // One of them may lie under glare or dirt.
        return MathF.Max((across + down) / (topAll + leftAll), 0.75f * MathF.Max(across / topAll, down / leftAll));
    }
}
