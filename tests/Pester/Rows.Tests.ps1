BeforeAll {
    . $PSScriptRoot/common.ps1

}

Describe 'Rows of a file' {
    BeforeAll { $script:emulator = Open-Emulator }
    BeforeEach {
        $emulator.Record.Clear()
        $null = Use-FreshLedger
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..4 | ForEach-Object { "$_.png" })
        $script:file = Join-Path $folder 'jobs.csv'
    }

    AfterAll { Close-Emulator $emulator }

    It 'bind operation parameters, mode and destination, each row for itself' {
        @"
Path,Mode,SkinDetail,OptimizedFor,Effect,RetouchDegree,Destination
$folder/1.png,Faithful,50,,,,$folder/a
$folder/2.png,flexible,,improve_lighting,,,$folder/b
$folder/3.png,SmartSkin,,,,0.5,
$folder/4.png,smart-skin-advanced,,,acne_removal; PoreControl,,
"@ | Set-Content $file
        $done = Import-Csv $file | Invoke-SkinEnhance -ThrottleLimit 1
        $done.Operation | Should -Be 'Faithful', 'Flexible', 'SmartSkin', 'SmartSkinAdvanced'
        $sent = Get-Request $emulator Submit
        $sent[0].Fields['skin_detail'] | Should -Be '50'
        $sent[1].Fields['optimized_for'] | Should -Be '"improve_lighting"'
        $sent[2].Fields['retouch_degree'] | Should -Be '0.5'
        $sent[3].Fields['acne_removal'], $sent[3].Fields['pore_control'], $sent[3].Fields['smart_skin'] | Should -Be '1', '1', '0'
        $expected = 'a/1-faithful.png', 'b/2-flexible.png', '3-smart-skin.png', '4-smart-skin-advanced.png'
        $done.OutputPath | Should -Be ($expected | ForEach-Object { Join-Path $folder $_ })
    }

    It 'whose destination cannot be written do not stop other rows' {
        Set-Content -LiteralPath "$folder/file" 'a file'
        $rows = [pscustomobject]@{ Path = $paths[0]; Destination = "$folder/file/below" }, [pscustomobject]@{ Path = $paths[1]; Destination = "$folder/good" }
        $done = $rows | Invoke-SkinEnhance @Quick -ThrottleLimit 1 -ErrorAction SilentlyContinue -ErrorVariable failures
        $done.SourcePath | Should -Be $paths[1]
        $failures.FullyQualifiedErrorId | Should -Be 'DestinationNotWritable,SkinEnhance.Commands.InvokeSkinEnhanceCommand'
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'bind the parameters of Start-Upscale, and wait only for rows with a destination' {
        $rows = [pscustomobject]@{ FullName = $paths[0]; Scale = '4x'; Prompt = 'freckles'; Destination = "$folder/up" }, [pscustomobject]@{ FullName = $paths[1]; ScaleFactor = 8 }
        $done = $rows | Start-Upscale -ThrottleLimit 1
        (Get-Request $emulator Submit).ForEach({ $_.Fields['scale_factor'] }) | Should -Be '"4x"', '"8x"'
        (Get-Request $emulator Submit)[0].Fields['prompt'] | Should -Be '"freckles"'
        ($done | Where-Object SourcePath -EQ $paths[0]).OutputPath | Should -Exist
        ($done | Where-Object SourcePath -EQ $paths[1]).Status | Should -Be 'Submitted'
    }

    It 'that are invalid are errors of their own: <column> = <value>' -ForEach @(
        @{ Column = 'Mode'; Value = 'gentle'; Seen = "*one of Faithful, Flexible, SmartSkin, SmartSkinAdvanced, Creative; it is 'gentle'*" }
        @{ Column = 'Mode'; Value = 'Faithful,Flexible'; Seen = "*it is 'Faithful,Flexible'*" }
        @{ Column = 'Mode'; Value = 'SmartSkinAdvanced'; Seen = '*1.png*at least one effect*' }
        @{ Column = 'OptimizedFor'; Value = 'NoMakeUp'; Seen = '*1.png*-OptimizedFor is not supported by -Mode Faithful; it is supported by Flexible.' }
        @{ Column = 'SkinDetail'; Value = '101'; Seen = "*from 0 to 100; it is '101'*" }
        @{ Column = 'SkinDetail'; Value = '0.5'; Seen = "*whole number*it is '0.5'*" }
        @{ Column = 'SkinDetail'; Value = '10,5'; Seen = "*it is '10,5'*" }
        @{ Column = 'SkinDetail'; Value = 'much'; Seen = "*it is 'much'*" }
        @{ Column = 'Destination'; Value = 'env:x'; Seen = '*1.png*Environment*' }
        @{ Column = 'WebhookUrl'; Value = 'nowhere'; Seen = '*1.png*webhook_url*' }
        @{ Column = 'skin_detail'; Value = '5'; Seen = "*'skin_detail' does not bind to a parameter. Rename it to SkinDetail*" }
        @{ Column = 'Effects'; Value = 'AcneRemoval'; Seen = "*'Effects' does not bind to a parameter. Rename it to Effect*" }
        @{ Column = 'OptimisedFor'; Value = 'NoMakeUp'; Seen = "*'OptimisedFor' does not bind to a parameter. Rename it to OptimizedFor*" }
        @{ Column = 'SkinDetial'; Value = '5'; Seen = "*'SkinDetial' does not bind to a parameter. Rename it to SkinDetail*" }
        @{ Column = 'Dest'; Value = 'out'; Seen = "*'Dest' does not bind to a parameter. Rename it to Destination*" }
        @{ Column = 'WhatIf'; Value = 'True'; Seen = "*'WhatIf'*-WhatIf on the command line*" }
        @{ Column = 'MaxCredits'; Value = '5'; Seen = "*'MaxCredits'*-MaxCredits on the command line*" }
    ) {
        $rows = [pscustomobject]@{ Path = $paths[0]; $Column = $Value }, [pscustomobject]@{ Path = $paths[1] }
        $done = $rows | Invoke-SkinEnhance -NoWait -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.SourcePath | Should -Be $paths[1]
        $failure | Should -HaveCount 1
        "$($failure[0].ErrorDetails ?? $failure[0].Exception.Message)" | Should -BeLike $Seen
        $failure[0].CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'InvalidData', 'WriteError'
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'use the image in the column <_>, with any other columns' -ForEach 'Path', 'LiteralPath', 'FullName', 'PSPath', 'Uri' {
        $value = $_ -eq 'Uri' ? 'https://example.com/a.png' : $paths[0]
        $cells = [ordered]@{ $_ = $value; Mode = 'Faithful'; SkinDetail = '60'; Sharpen = ''; OptimizedFor = ''; Effect = ''; Destination = "$folder/out"; WebhookUrl = '' }
        foreach ($count in 1..$cells.Count) {
            $null = Use-FreshLedger
            $row = [ordered]@{}
            @($cells.Keys)[0..($count - 1)].ForEach({ $row[$_] = $cells[$_] })
            ([pscustomobject]$row | Invoke-SkinEnhance -NoWait).Source | Should -Be $value -Because "$count columns"
        }
    }

    It 'can have empty cells' {
        [pscustomobject]@{ Path = $paths[0]; Mode = ''; SkinDetail = ''; OptimizedFor = $null; Effect = ' '; Destination = ''; WebhookUrl = '' } | Invoke-SkinEnhance -NoWait
        $fields = (Get-Request $emulator Submit).Fields
        $fields['skin_detail'] | Should -Be '80'
        $fields.ContainsKey('webhook_url') | Should -BeFalse
    }

    It 'do not affect the next row' {
        $rows = [pscustomobject]@{ Path = $paths[0]; Mode = 'Flexible'; Sharpen = 7 }, [pscustomobject]@{ Path = $paths[1] }
        ($rows | Invoke-SkinEnhance -NoWait -ThrottleLimit 1).Operation | Should -Be 'Flexible', 'Faithful'
        (Get-Request $emulator Submit).ForEach({ $_.Fields['sharpen'] }) | Should -Be '7', '0'
    }

    It 'do not override the command line' {
        ([pscustomobject]@{ Path = $paths[0]; Mode = 'Flexible' } | Invoke-SkinEnhance -Mode Faithful -NoWait).Operation | Should -Be 'Faithful'
    }

    It 'can have a file twice for two jobs, and once for the same' {
        $rows = 'Faithful', 'Flexible', 'Faithful' | ForEach-Object { [pscustomobject]@{ Path = $paths[0]; Mode = $_ } }
        ($rows | Invoke-SkinEnhance -NoWait).Operation | Sort-Object | Should -Be 'Faithful', 'Flexible'
    }

    It 'can have other columns' {
        ([pscustomobject]@{ Path = $paths[0]; Customer = 'Anna' } | Invoke-SkinEnhance -NoWait).Operation | Should -Be 'Faithful'
    }

    It 'share one cap' {
        $rows = $paths | ForEach-Object { [pscustomobject]@{ Path = $_; Mode = 'Flexible'; Destination = "$folder/to-$([IO.Path]::GetFileName($_))" } }
        $null = $rows | Invoke-SkinEnhance -MaxCredits 200 -ErrorAction SilentlyContinue -ErrorVariable left
        $left.FullyQualifiedErrorId | Should -Be (@('CostCapReached,SkinEnhance.Commands.InvokeSkinEnhanceCommand') * 2)
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'are tested as they would be submitted' {
        $rows = [pscustomobject]@{ Path = $paths[0]; Mode = 'SmartSkin' }, [pscustomobject]@{ Path = $paths[1]; Mode = 'nope' }, [pscustomobject]@{ Path = $paths[1]; Mode = 'Upscale'; ScaleFactor = '4x' }
        $reports = $rows | Test-EnhanceImage -Detailed -ErrorVariable failure -ErrorAction SilentlyContinue
        $reports.Operation | Should -Be 'SmartSkin', 'Upscale'
        $reports.EstimatedCredits | Should -Be 5, 71.82
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationUnknown,*'
    }
}

Describe 'Objects with properties of the same names' {
    BeforeAll { $script:emulator = Open-Emulator }
    BeforeEach {
        $emulator.Record.Clear()
        $null = Use-FreshLedger
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder 1.png, 2.png
    }

    AfterAll { Close-Emulator $emulator }

    It 'do not bind the Mode of a file' {
        (Get-ChildItem $folder | Invoke-SkinEnhance -NoWait).Operation | Should -Be 'Faithful', 'Faithful'
        (Get-ChildItem $folder | Invoke-SkinEnhance -Mode Flexible -NoWait).Operation | Should -Be 'Flexible', 'Flexible'
        Get-ChildItem $folder | Test-EnhanceImage | Should -Be $true, $true
    }

    It 'do not bind the Mode <_>' -ForEach '-a---', 'la---', 'd----', '-ar--', '-a-hs', '------' {
        ([pscustomobject]@{ FullName = $paths[0]; Mode = $_ } | Invoke-SkinEnhance -NoWait).Operation | Should -Be 'Faithful'
    }

    It 'do not bind the Operation and the Parameters of a task' {
        $task = Invoke-SkinEnhance $paths[0] -Mode Flexible -OptimizedFor NoMakeUp -Destination "$folder/out"
        ($task | Invoke-SkinEnhance -NoWait).Operation | Should -Be 'Faithful'
        ($task | Start-Upscale).Operation | Should -Be 'Upscale'
    }
}
