using System.CommandLine;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary>What several commands take.</summary>
internal static class CommandOptions
{
    internal static Argument<string> Gate() => new("gate") { HelpName = "GATE", Description = "its id" };

    internal static Option<string?> Hub() =>
        new("--hub") { HelpName = "URL", Description = "the running hub; default: where Web:Listen says" };

    internal static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };

    internal static Option<bool> NoWait() => new("--no-wait") { Description = "do not wait for the gate" };

    internal static Option<string?> Picture() =>
        new("--picture") { HelpName = "FILE", Description = "write the QR picture there as PNG, for a telephone or a printer" };

    internal static Option<bool> Yes() => new("--yes", "-y") { Description = "do not ask" };

    internal static Option<string?> Label() =>
        new("--label") { HelpName = "NAME", Description = "its name for people, such as \"Cổng A2\"" };
}
