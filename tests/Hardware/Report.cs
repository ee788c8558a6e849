namespace CheckIn.Hardware;

/// <summary>What was seen, one line each, as it is seen; the counts at the end.</summary>
internal sealed class Report
{
    internal int Passed { get; private set; }

    internal int Failed { get; private set; }

    /// <summary>One line: what was looked at and what was measured.</summary>
    /// <param name="holds">Whether it is as it must be.</param>
    internal void Saw(bool holds, string what)
    {
        (Passed, Failed) = holds ? (Passed + 1, Failed) : (Passed, Failed + 1);
        Console.WriteLine($"{(holds ? "ok   " : "FAIL ")}{what}");
    }

    /// <summary>The same with figures, written alike in every language.</summary>
    internal void Measured(bool holds, FormattableString what) => Saw(holds, FormattableString.Invariant(what));

    /// <summary>Something that explains what follows, and is no finding.</summary>
    internal static void Tell(string what)
    {
        foreach (var line in what.Split('\n'))
            Console.WriteLine("     " + line);
    }
}
