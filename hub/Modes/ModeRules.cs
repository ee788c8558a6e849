using CheckIn.Contract;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Modes;

/// <summary>What may be ordered at all. Values in, a refusal or nothing out.</summary>
internal static class ModeRules
{
    internal static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(31);
    private const int MostLane = 64, MostWhy = 200;

    /// <exception cref="ModeException">This may not.</exception>
    internal static void Check(ModeRequest request, DateTimeOffset now)
    {
        if (!ModeWords.All.Contains(request.Mode))
        {
            throw ModeException.Wrong(
                $"'{CellText.Short(request.Mode)}' is no mode; there are {string.Join(", ", ModeWords.All)}",
                $"'{CellText.Short(request.Mode)}' không phải chế độ; chỉ có {string.Join(", ", ModeWords.All)}");
        }
        if (request.Until < now + Shortest || request.Until > now + Longest)
        {
            throw ModeException.Wrong(
                "A mode is ordered for at least 1 minute and at most 31 days from now; after that it is ordered again",
                "Chế độ được đặt trong ít nhất 1 phút và nhiều nhất 31 ngày kể từ bây giờ; sau đó có thể đặt lại");
        }
        if (request.Why.Length is 0 or > MostWhy || request.Why.Any(char.IsControl))
        {
            throw ModeException.Wrong(
                $"A reason of 1 to {MostWhy} characters on one line is missing",
                $"Thiếu lý do (1 đến {MostWhy} ký tự, trên một dòng)");
        }
        if (request.Lane is { } lane && (lane.Length is 0 or > MostLane || lane.Any(char.IsControl)))
        {
            throw ModeException.Wrong(
                $"A lane's name has 1 to {MostLane} characters; leave it out for every lane",
                $"Tên làn dài 1 đến {MostLane} ký tự; bỏ trống nếu là mọi làn");
        }
    }
}
