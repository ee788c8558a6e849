using CheckIn.Hub.Modes.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Cards.Commands;

/// <summary>Lists of cards, and what is said of one, as lines.</summary>
internal sealed class CardPage(CommandContext context)
{
    internal async Task ShowAsync(CardListList lists)
    {
        foreach (var list in lists.Lists)
        {
            await context.Output.WriteLineAsync(
                $"{PlaceOf(list.Site),-24} {list.Cards,7}  {Moments.Local(list.ChangedAt)}  {list.ChangedBy}");
            foreach (var row in list.Categories)
            {
                await context.Output.WriteLineAsync(context.Say(
                    $"  {row.Category,-22} {row.Cards,7}  denied {row.Denied}",
                        $"  {row.Category,-22} {row.Cards,7}  chặn {row.Denied}"));
            }
        }
        if (lists.Lists.Count == 0)
            await context.Output.WriteLineAsync(context.Say("No card is listed yet.", "Chưa có thẻ nào trong danh sách."));
        if (lists.Next is { } next)
            await context.Output.WriteLineAsync(context.Say($"  More: --after {next}", $"  Còn nữa: --after {next}"));
    }

    internal async Task ShowAsync(CardAnswer answer)
    {
        foreach (var card in answer.Cards)
        {
            var denied = card.Denied ? context.Say("denied", "bị chặn") : context.Say("not denied", "không bị chặn");
            var from = card.From is { } first ? context.Say($", from {first:yyyy-MM-dd}", $", từ {first:yyyy-MM-dd}") : "";
            var until = card.Until is { } last ? context.Say($", until {last:yyyy-MM-dd}", $", đến {last:yyyy-MM-dd}") : "";
            await context.Output.WriteLineAsync($"{PlaceOf(card.Site),-24} {card.Category}, {denied}{from}{until}");
        }
        if (answer.Cards.Count == 0)
            await context.Output.WriteLineAsync(context.Say("That number is not listed.",
                "Số này không có trong danh sách nào."));
    }

    private string PlaceOf(string? site) => site ?? context.Say("everywhere", "mọi nơi");
}
