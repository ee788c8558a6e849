using System.Globalization;
using System.Text;

namespace CheckIn.Bench.Admit;

/// <summary>Codes of people who do not exist.</summary>
internal static class SyntheticCodes
{
    /// <summary>A CCCD of 2021, seven fields; numbers differ, everything else is the same.</summary>
    public static byte[] Cccd(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"001099{number % 1_000_000:000000}|012345678|Nguyễn Văn Thử|01011999|Nam|"
        + $"Số 1, Đường Thử, Phường Nghiệm, Quận Mẫu, Hà Nội|15042021"));
}
