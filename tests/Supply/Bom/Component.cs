namespace CheckIn.Supply.Bom;

/// <summary>A thing of which a program is made, or that it needs; what CycloneDX calls a component.</summary>
/// <param name="Kind">application, framework, library or file.</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="Version">Null = whatever the machine has.</param>
internal sealed record Component(string Kind, string Name, string? Version)
{
    /// <summary>Unique within one bill; by default the package URL.</summary>
    internal string Ref { get; init; } = "";

    /// <summary>Package URL (purl-spec); null = nothing that one could name.</summary>
    internal string? Purl { get; init; }

    internal string? Cpe { get; init; }

    /// <summary>An SPDX expression; null = not stated.</summary>
    internal string? License { get; init; }

    /// <summary>Where the licence is, when it is no SPDX expression.</summary>
    internal string? LicenseUrl { get; init; }

    internal string? Authors { get; init; }

    internal string? Copyright { get; init; }

    internal string? Description { get; init; }

    /// <summary>SHA-512, hexadecimal; null = there is no one file or package to be hashed.</summary>
    internal string? Sha512 { get; init; }

    /// <summary>The program works without it.</summary>
    internal bool IsOptional { get; init; }

    /// <summary>Source repository; null = not stated.</summary>
    internal string? Repository { get; init; }

    /// <summary>Files within it that are of interest by themselves, such as native libraries.</summary>
    internal IReadOnlyList<Component> Parts { get; init; } = [];

    /// <summary>Refs of what it needs directly.</summary>
    internal IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Further facts, each under a name of ours.</summary>
    internal IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];
}
