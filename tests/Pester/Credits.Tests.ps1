BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Credits' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder one.png, two.png
    }

    AfterEach { Close-Emulator $emulator }

    It 'are what this run spent, and what the images cost in all runs: <mode>' -ForEach @(
        @{ Mode = 'Faithful'; Price = 78.07; Parameter = @{} }
        @{ Mode = 'SmartSkin'; Price = 5; Parameter = @{} }
        @{ Mode = 'SmartSkinAdvanced'; Price = 15; Parameter = @{ Effect = 'AcneRemoval' } }
    ) {
        $first = $paths | Invoke-SkinEnhance -Mode $Mode @Parameter -Destination "$folder/out"
        $again = $paths | Invoke-SkinEnhance -Mode $Mode @Parameter -Destination "$folder/out"

        [Math]::Round(($first | Measure-Object Credits -Sum).Sum, 2) | Should -Be (2 * $Price)
        ($again | Measure-Object Credits -Sum).Sum | Should -Be 0
        $first.CreditsTotal + $again.CreditsTotal | Should -Be (@($Price) * 4)
        (Get-EnhanceTask).Credits | Should -Be 0, 0
        (Get-EnhanceTask).CreditsTotal | Should -Be $Price, $Price
        [Math]::Round($emulator.Record.BilledCredits([NullString]::Value), 2) | Should -Be (2 * $Price)
    }

    It 'of a second run are 0 in the table, with the mark of the ledger' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out"
        $table = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" | Out-String -Width 80
        $table | Should -Match 'Completed\s+one-smart-skin-advanced\.…\s+0\s+yes'
    }
}
