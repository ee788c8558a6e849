using CheckIn.Supply.Bom;

namespace CheckIn.Supply.Checking;

/// <summary>Something in use.</summary>
/// <param name="Package">Package URL without a version, in lower case.</param>
/// <param name="Where">In which program or lock file.</param>
internal sealed record InUse(string Package, string Version, string Where)
{
    /// <summary>
    /// As advisories name it. A shared framework is what they call the runtime pack of each platform; those of this
    /// product's platforms stand for it.
    /// </summary>
    internal static IEnumerable<InUse> Of(string purl, string version, string where)
    {
        var package = Purl.Package(purl);
        yield return new InUse(package, version, where);
        foreach (var framework in (string[])["microsoft.netcore.app", "microsoft.aspnetcore.app"])
        {
            if (package == "pkg:generic/" + framework)
            {
                yield return new InUse($"pkg:nuget/{framework}.runtime.linux-x64", version, where);
                yield return new InUse($"pkg:nuget/{framework}.runtime.linux-arm64", version, where);
            }
        }
    }
}

/// <summary>What the check found.</summary>
/// <param name="Failures">Each a reason to fail, in words.</param>
/// <param name="Warnings">What should be seen to, in words.</param>
/// <param name="Excepted">Matches that a reviewed exception covers, in words.</param>
internal sealed record CheckResult(
    IReadOnlyList<string> Failures, IReadOnlyList<string> Warnings, IReadOnlyList<string> Excepted);

/// <summary>
/// Everything in use against the list of advisories. A match fails, unless an exception names this advisory, this
/// package and this version, and its day has not passed: an exception for the version before says nothing of the one
/// after. Exceptions that nothing needs are named, so that they do not outlive their reason. A list that is old is a
/// warning only: a build must not begin to fail because nobody looked, but it must say so.
/// </summary>
internal static class AdvisoryCheck
{
    internal static CheckResult Run(
        IEnumerable<InUse> inUse, IReadOnlyList<Advisory> advisories, IReadOnlyList<ReviewedException> exceptions,
        ListDate list, DateOnly today)
    {
        var failures = new SortedSet<string>(StringComparer.Ordinal);
        var excepted = new SortedSet<string>(StringComparer.Ordinal);
        var needed = new HashSet<ReviewedException>();
        foreach (var match in Matches(inUse, advisories))
        {
            var exception = exceptions.FirstOrDefault(one => one.Id == match.Advisory.Id
                && Purl.Package(one.Package) == match.Package && one.Versions.Contains(match.Version));
            if (exception is not null)
                needed.Add(exception);
            if (exception is null)
                failures.Add(InWords(match) + " Update it, or review it in tests/Supply/exceptions.json.");
            else if (exception.Until < today)
            {
                failures.Add(InWords(match)
                    + $" Its exception ended on {exception.Until:yyyy-MM-dd}: review it again, or update.");
            }
            else
            {
                excepted.Add($"{match.Advisory.Id} on {match.Package} {match.Version}: {exception.Why} "
                    + $"(until {exception.Until:yyyy-MM-dd})");
            }
        }
        return new CheckResult([.. failures], [.. Warnings(exceptions, needed, list, today)], [.. excepted]);
    }

    /// <summary>One match for each package, version and advisory, wherever it is in use.</summary>
    private static IEnumerable<Match> Matches(IEnumerable<InUse> inUse, IReadOnlyList<Advisory> advisories) =>
        from used in inUse.GroupBy(one => (one.Package, one.Version))
        from advisory in advisories
        let range = advisory.Affected.FirstOrDefault(
            one => one.Package == used.Key.Package && one.Has(used.Key.Version))
        where range is not null
        select new Match(advisory, range, used.Key.Package, used.Key.Version,
            [.. used.Select(one => one.Where).Distinct().Order(StringComparer.Ordinal)]);

    private static IEnumerable<string> Warnings(
        IReadOnlyList<ReviewedException> exceptions, HashSet<ReviewedException> needed, ListDate list, DateOnly today)
    {
        foreach (var idle in exceptions.Where(one => !needed.Contains(one)))
            yield return $"The exception for {idle.Id} on {idle.Package} covers nothing in use: remove it.";
        var age = today.DayNumber - list.ReachesTo.DayNumber;
        if (age > list.OldAfterDays)
        {
            yield return $"The list of advisories reaches to {list.ReachesTo:yyyy-MM-dd}, {age} days ago: what was "
                + "published since is not in it. Bring tests/Supply/advisories up to date.";
        }
    }

    private static string InWords(Match match) =>
        $"{match.Package} {match.Version} ({string.Join(", ", match.Where)}) is affected by {match.Advisory.Id}"
        + (match.Advisory.Aliases.Count == 0 ? "" : $" ({string.Join(", ", match.Advisory.Aliases)})")
        + $": {match.Advisory.Summary}. "
        + (match.Range.Fixed is { } end ? $"Fixed in {end}." : "No fixed version is known.");

    private sealed record Match(
        Advisory Advisory, AffectedRange Range, string Package, string Version, IReadOnlyList<string> Where);
}
