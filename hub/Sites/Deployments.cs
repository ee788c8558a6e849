namespace CheckIn.Hub.Sites;

/// <summary>Stable words of <see cref="Deployment"/>.</summary>
public static class Deployments
{
    private static readonly string[] Words = ["none", "poster_only", "ordered", "installed", "active", "idle", "wrong"];

    /// <summary>In the order of the enum.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>Those that people say; the others are what gates show.</summary>
    public static IReadOnlyList<string> Declared { get; } = Words[..4];

    public static string Word(Deployment deployment) => Words[(int)deployment];

    /// <summary>Null = no such word.</summary>
    public static Deployment? Find(string word) =>
        Array.IndexOf(Words, word) is var at and >= 0 ? (Deployment)at : null;

    /// <summary>
    /// Whether the place counts as equipped: a gate stands there, also one that is idle or used wrongly, which is told
    /// apart. A poster alone does not.
    /// </summary>
    public static bool IsDeployed(Deployment deployment) => deployment >= Deployment.Installed;
}
