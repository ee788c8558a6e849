using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Lists;

/// <summary>A list cannot be taken in; what gates have stays as it is.</summary>
internal sealed class ListException(string english, string vietnamese) : RefusalException(english, vietnamese)
{
    internal static ListException NotImported(string name) => new(
        $"'{CellText.Short(name)}' is no list that is imported; that is {ListNames.Trust}. Nothing was changed.",
        $"'{CellText.Short(name)}' không phải danh sách có thể nhập; danh sách đó là {ListNames.Trust}. Chưa thay đổi gì.")
    {
        IsUnknown = true,
    };

    internal static ListException TooLong(long most) => new(
        $"A list has 1 to {most} bytes. Nothing was changed: gates keep the list that they have.",
        $"Danh sách có từ 1 đến {most} byte. Chưa thay đổi gì: các cổng vẫn dùng danh sách đang có.")
    {
        IsMalformed = true,
    };

    internal static ListException Malformed(string name, string why) => new(
        $"That is no list '{name}': {why} Nothing was changed: gates keep the list that they have.",
        $"Đó không phải danh sách '{name}': {why} Chưa thay đổi gì: các cổng vẫn dùng danh sách đang có.")
    {
        IsMalformed = true,
    };
}
