namespace CheckIn.Settings;

/// <summary>A name in the tree of settings, with what is below it.</summary>
internal sealed class SettingBranch(string name)
{
    private const int MaxPath = 512;
    private readonly Dictionary<string, SettingBranch> _below = new(StringComparer.OrdinalIgnoreCase);
    private SettingBranch? _any;

    /// <summary>As it is spelled; <c>*</c> or <c>#</c> = any.</summary>
    internal string Name => name;

    internal SettingEntry? Entry { get; private set; }

    internal IEnumerable<SettingBranch> Below => _any is null ? _below.Values : _below.Values.Append(_any);

    internal void Add(SettingEntry entry)
    {
        var branch = this;
        foreach (var part in entry.Path.Split(':'))
            branch = branch.Make(part);
        branch.Entry = entry;
    }

    /// <summary>What a name leads to; null = nowhere.</summary>
    internal SettingBranch? Step(string part) => _below.GetValueOrDefault(part) ?? (part.Length > 0 ? _any : null);

    /// <summary>Where a key leads from here; null = nowhere.</summary>
    internal SettingBranch? Find(string path)
    {
        if (path.Length > MaxPath)
            return null;
        var branch = this;
        foreach (var part in path.Split(':'))
        {
            if (branch.Step(part) is not { } next)
                return null;
            branch = next;
        }
        return branch;
    }

    /// <summary>A name as it is spelled here; one that stands for any name, as it was written.</summary>
    internal string Spelled(string part) => _below.GetValueOrDefault(part)?.Name ?? part;

    private SettingBranch Make(string part)
    {
        if (part is "*" or "#")
            return _any ??= new SettingBranch(part);
        if (!_below.TryGetValue(part, out var branch))
            _below.Add(part, branch = new SettingBranch(part));
        return branch;
    }
}
