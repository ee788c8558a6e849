using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Cards.Commands;

/// <summary>
/// Numbers for a command: as arguments, or from the standard input, where no history and no list of processes has them.
/// </summary>
internal static class NumberReader
{
    private const int LongestLine = 200;

    /// <exception cref="Web.HubRefusalException">There is none.</exception>
    internal static async Task<IReadOnlyList<string>> ReadAsync(
        CommandContext context, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (arguments is not ([] or ["-"]))
            return arguments;
        if (context.Input is not null)
        {
            await context.Errors.WriteLineAsync(context.Say(
                "Numbers, one a line; an empty line ends:", "Nhập số, mỗi dòng một số; dòng trống để kết thúc:"));
        }
        var (numbers, input) = (new List<string>(), context.Input ?? Console.In);
        while (numbers.Count <= CardDesk.MostAtOnce && await input.ReadLineAsync(cancellation) is { } line
            && line.Trim() is { Length: > 0 } number)
            numbers.Add(number.Length <= LongestLine ? number : number[..LongestLine]);
        return numbers.Count > 0 ? numbers
            : throw context.Refusal("No number was named. Nothing was done", "Chưa nêu số nào. Chưa làm gì cả");
    }
}
