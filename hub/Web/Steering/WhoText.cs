namespace CheckIn.Hub.Web.Steering;

/// <summary>Who did something, as people call him: what kind of caller he is stands in the audit.</summary>
internal static class WhoText
{
    internal static string Of(string actor, PageContext page) => actor == Audit.Actor.Local.Name
        ? AccountWords.Of(page.Words).Operator : actor[(actor.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
